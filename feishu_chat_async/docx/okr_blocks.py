"""Blocks of the docx format that show objectives and key results (OKRs)."""

import attrs

from .blocks import Block
from .enums import OkrPeriodStatus, OkrProgressMode, OkrProgressStatus, OkrStatusType
from .text import TextElement, TextStyle


@attrs.frozen(kw_only=True)
class OkrObjectiveIds:
    """An objective to show, with the key results to show of it."""

    objective_id: str | None = None
    """The id of the objective."""
    kr_ids: tuple[str, ...] = ()
    """The ids of the key results to show; if empty, all of them are shown."""


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
    """The objectives to show; if empty, all of them are shown."""
    period_display_status: OkrPeriodStatus | None = None
    """The status of the period. Read-only."""
    period_name_zh: str | None = None
    """The name of the period in Chinese. Read-only."""
    period_name_en: str | None = None
    """The name of the period in English. Read-only."""
    user_id: str | None = None
    """The id of the user whom the OKR belongs to. Read-only."""
    visible_setting: OkrVisibleSetting | None = None
    """Which details are visible. Read-only."""


@attrs.frozen(kw_only=True)
class OkrProgressRate:
    """The progress of an objective or key result."""

    mode: OkrProgressMode | None = None
    """How the progress is measured."""
    current: float | None = None
    """The current value, in percent. In advanced mode."""
    percent: float | None = None
    """The progress in percent. In simple mode."""
    progress_status: OkrProgressStatus | None = None
    """The status of the progress."""
    start: float | None = None
    """The start value, in percent. In advanced mode."""
    status_type: OkrStatusType | None = None
    """How the status is determined."""
    target: float | None = None
    """The target value, in percent. In advanced mode."""


@attrs.frozen(kw_only=True)
class OkrText:
    """The text of an objective or key result."""

    elements: tuple[TextElement, ...]
    style: TextStyle | None = None


@attrs.frozen(kw_only=True)
class _OkrItem(Block):
    """What objectives and key results have in common."""

    confidential: bool | None = None
    """Whether access to it is restricted in Feishu OKR."""
    position: int | None = None
    """Its number, counted from 1: the 2 of O2 or KR2."""
    score: int | None = None
    """Its score."""
    visible: bool | None = None
    """Whether the block shows it."""
    weight: float | None = None
    """Its weight."""
    progress_rate: OkrProgressRate | None = None
    """Its progress."""
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
