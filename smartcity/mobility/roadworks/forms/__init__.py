"""Forms: what visitors look for, what the office enters, what the field confirms, what subscribers want."""
