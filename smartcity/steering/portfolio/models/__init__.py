"""Data and constraints of the portfolio, in three sheets: the plan's frame, its projects, its boards."""

from smartcity.steering.portfolio.models.board import Board, BoardSeat, OrganisationLevel
from smartcity.steering.portfolio.models.frame import Field, Partner, Plan, Station
from smartcity.steering.portfolio.models.project import Milestone, Participation, PlanReference, Project, ProjectField

__all__ = [
    "Board",
    "BoardSeat",
    "Field",
    "Milestone",
    "OrganisationLevel",
    "Participation",
    "Partner",
    "Plan",
    "PlanReference",
    "Project",
    "ProjectField",
    "Station",
]
