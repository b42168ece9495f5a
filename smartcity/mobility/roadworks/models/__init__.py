"""What the register keeps: roadworks with phases and attachments, confirmations from the field, subscriptions, keys.

Beside them, what else uses the streets (events, truck routes).
"""

from smartcity.mobility.roadworks.models.attachment import Attachment
from smartcity.mobility.roadworks.models.confirmation import Confirmation
from smartcity.mobility.roadworks.models.road_use import RoadUse
from smartcity.mobility.roadworks.models.roadwork import Phase, Roadwork
from smartcity.mobility.roadworks.models.subscription import Subscription
from smartcity.mobility.roadworks.models.token import ApiToken

__all__ = ["ApiToken", "Attachment", "Confirmation", "Phase", "RoadUse", "Roadwork", "Subscription"]
