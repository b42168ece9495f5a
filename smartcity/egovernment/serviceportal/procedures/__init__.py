"""The first procedures, each with its form, workflow, fee and office."""

from smartcity.egovernment.serviceportal.procedures.business import BUSINESS_REGISTRATION
from smartcity.egovernment.serviceportal.procedures.damage import DAMAGE_REPORT
from smartcity.egovernment.serviceportal.procedures.dogs import DOG_TAX
from smartcity.egovernment.serviceportal.procedures.parking import PARKING_PERMIT

__all__ = ["BUSINESS_REGISTRATION", "DAMAGE_REPORT", "DOG_TAX", "PARKING_PERMIT", "PROCEDURES"]

PROCEDURES = [DAMAGE_REPORT, DOG_TAX, PARKING_PERMIT, BUSINESS_REGISTRATION]
