"""Messages to people: mail, mailbox, calendar files. What is not committed is not sent; what is committed is."""
