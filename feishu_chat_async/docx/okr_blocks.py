"""Objectives and key results inside documents of the docx format."""

import attrs

from .blocks import Block
from .enums import OkrPeriodStatus, OkrProgressMode, OkrProgressStatus, OkrStatusType
from .text import TextElement, TextStyle


@attrs.frozen(kw_only=True)
class OkrObjectiveIds:
    """An objective, and which of its key results are shown; all of them if none is named."""

    objective_id: str | None = None
    kr_ids: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class OkrVisibleSetting:
    """What of an OKR is shown."""

    progress_fill_area_visible: bool | None = None
    progress_status_visible: bool | None = None
    score_visible: bool | None = None


@Block.variants.register("okr", number=36)
@attrs.frozen(kw_only=True)
class OkrBlock(Block):
    """An OKR; only a user can make one."""

    okr_id: str | None = None
    objectives: tuple[OkrObjectiveIds, ...] = ()
    period_display_status: OkrPeriodStatus | None = None
    period_name_zh: str | None = None
    period_name_en: str | None = None
    user_id: str | None = None
    visible_setting: OkrVisibleSetting | None = None


@attrs.frozen(kw_only=True)
class OkrProgressRate:
    """How far an objective or key result is."""

    mode: OkrProgressMode | None = None
    current: float | None = None
    percent: float | None = None
    progress_status: OkrProgressStatus | None = None
    start: float | None = None
    status_type: OkrStatusType | None = None
    target: float | None = None


@attrs.frozen(kw_only=True)
class OkrText:
    """The text of an objective or key result."""

    elements: tuple[TextElement, ...]
    style: TextStyle | None = None


@attrs.frozen(kw_only=True)
class _OkrPart(Block):
    """What objectives and key results have in common."""

    confidential: bool | None = None
    position: int | None = None
    score: int | None = None
    visible: bool | None = None
    weight: float | None = None
    progress_rate: OkrProgressRate | None = None
    content: OkrText | None = None


@Block.variants.register("okr_objective", number=37)
@attrs.frozen(kw_only=True)
class OkrObjectiveBlock(_OkrPart):
    """An objective."""

    objective_id: str | None = None


@Block.variants.register("okr_key_result", number=38)
@attrs.frozen(kw_only=True)
class OkrKeyResultBlock(_OkrPart):
    """A key result."""

    kr_id: str | None = None
