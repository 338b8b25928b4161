"""Blocks of the docx format that show objectives and key results (OKRs)."""

import attrs

from .blocks import Block
from .enums import OkrPeriodStatus, OkrProgressMode, OkrProgressStatus, OkrStatusType
from .text import TextElement, TextStyle


@attrs.frozen(kw_only=True)
class OkrObjectiveIds:
    """An objective to show, and which of its key results to show."""

    objective_id: str | None = None
    """The id of the objective."""
    kr_ids: tuple[str, ...] = ()
    """The ids of the key results to show; empty for all."""


@attrs.frozen(kw_only=True)
class OkrVisibleSetting:
    """Which details of an OKR are visible."""

    progress_fill_area_visible: bool | None = None
    """Whether the area for editing the progress is visible."""
    progress_status_visible: bool | None = None
    """Whether the status of the progress is visible."""
    score_visible: bool | None = None
    """Whether the score is visible."""


@Block.variants.register("okr", number=36)
@attrs.frozen(kw_only=True)
class OkrBlock(Block):
    """An OKR. It can only be created as a user, with `feishu.as_user(...)`."""

    okr_id: str | None = None
    """The id of the OKR."""
    objectives: tuple[OkrObjectiveIds, ...] = ()
    """The objectives to show; empty for all."""
    period_display_status: OkrPeriodStatus | None = None
    """The status of the period. Read-only."""
    period_name_zh: str | None = None
    """The name of the period in Chinese. Read-only."""
    period_name_en: str | None = None
    """The name of the period in English. Read-only."""
    user_id: str | None = None
    """The id of the user who owns the OKR. Read-only."""
    visible_setting: OkrVisibleSetting | None = None
    """Which details are visible. Read-only."""


@attrs.frozen(kw_only=True)
class OkrProgressRate:
    """The progress of an objective or key result."""

    mode: OkrProgressMode | None = None
    """How the progress is measured."""
    current: float | None = None
    """The current value in advanced mode, in percent."""
    percent: float | None = None
    """The progress in simple mode, in percent."""
    progress_status: OkrProgressStatus | None = None
    """The status of the progress."""
    start: float | None = None
    """The start value in advanced mode, in percent."""
    status_type: OkrStatusType | None = None
    """How the status is determined."""
    target: float | None = None
    """The target value in advanced mode, in percent."""


@attrs.frozen(kw_only=True)
class OkrText:
    """The text of an objective or key result."""

    elements: tuple[TextElement, ...]
    style: TextStyle | None = None


@attrs.frozen(kw_only=True)
class _OkrItem(Block):
    """The base class of objectives and key results."""

    confidential: bool | None = None
    """Whether access to the item is restricted in Feishu OKR."""
    position: int | None = None
    """The item's number, counted from 1: the 2 in O2 or KR2."""
    score: int | None = None
    """The item's score."""
    visible: bool | None = None
    """Whether the block shows the item."""
    weight: float | None = None
    """The item's weight."""
    progress_rate: OkrProgressRate | None = None
    """The item's progress."""
    content: OkrText | None = None


@Block.variants.register("okr_objective", number=37)
@attrs.frozen(kw_only=True)
class OkrObjectiveBlock(_OkrItem):
    """An objective of an OKR."""

    objective_id: str | None = None
    """The id of the objective."""


@Block.variants.register("okr_key_result", number=38)
@attrs.frozen(kw_only=True)
class OkrKeyResultBlock(_OkrItem):
    """A key result of an objective."""

    kr_id: str | None = None
    """The id of the key result."""


@Block.variants.register("okr_progress", number=39)
class OkrProgressBlock(Block):
    """The container of the progress notes of an OKR."""

    __slots__ = ()
