"""A project: what liantu.toml may say, with the defaults of every number that may be changed."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Setting

from graph.divisions import divisions

MONTHS_24 = 731  # days that a survey line and a census hold
Weight = dict[str, float]
FEATURES: Weight = {"实力": 20, "扩张与转移意愿": 25, "可及性": 20, "本地关系": 15, "四高二低": 20}
CONNECT: Weight = {"已覆盖": 1.0, "在建": 0.7, "已签约": 0.5, "待核": 0.5}


class _Table(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True, coerce_numbers_to_str=True)


class Home(_Table):
    """[project]: whose chains these are, and the only "now"."""

    region: str
    name: str | None = None
    as_of: dt.date | None = None


class Regions(_Table):
    """[regions]: whom to compare with, where to look."""

    comparison: list[str] = []
    focus: dict[str, list[str]] = {}


class Sources(_Table):
    """[sources]: which file wins a conflict."""

    rank: list[str] = []


class Census(_Table):
    """[[census]]: a source that lists every enterprise of its regions and industries."""

    file: str
    regions: list[str]
    industries: list[str] = []
    threshold: Literal["在册", "规上", "四上"] = "在册"
    date: dt.date


class Quota(_Table):
    """[quotas]: what each chain must reach; ``done`` by chain, or counted by liantu; nothing written is unknown."""

    goal: float = Setting(gt=0)
    unit: str = ""
    done: dict[str, float] = {}
    count: Literal["目标企业"] | None = None


class Privacy(_Table):
    """[privacy]: columns with personal data that the user asks to keep."""

    keep: list[str] = []


class ListSheet(_Table):
    """One sheet of a workbook: which list it is cut from, its name, its columns and what they are called."""

    of: str
    name: str | None = None
    columns: list[str] = []
    heads: dict[str, str] = {}
    only: dict[str, list[str]] = {}
    fill: list[str] = []


class ListSet(_Table):
    """[lists."…"]: a workbook of one's own: its sheets, by name or cut to order."""

    title: str | None = None
    sheets: list[str | ListSheet]


class Policy(_Table):
    """[policy]: the numbers of methods.md that a project may change."""

    gamma: float = Setting(0.7, ge=0, le=1)
    alpha: float = Setting(5, gt=0)
    new_below: float = Setting(0.2, ge=0, le=1)
    urgent: float = 0.5
    important: float = 0.25
    unknown: float = Setting(0.3, ge=0, le=1)
    scope_only: Literal["已确认", "待核"] = "已确认"
    lexicon: bool | dict[str, list[str]] = True
    words: Weight = {}
    connect: Weight = {}
    weights: Weight = {}
    honors: Weight = {}
    barred: list[str] = []

    def connection(self, status: str | None) -> float:
        """m of a status (methods.md §2)."""
        return self.connect.get(status or "", CONNECT.get(status or "", 0.0))

    def feature_weights(self) -> Weight:
        """The five weights as they are in force, normalised to 100."""
        raw = {name: float(self.weights.get(name, default)) for name, default in FEATURES.items()}
        total = sum(raw.values())
        return {name: 100 * value / total for name, value in raw.items()}


class Project(_Table):
    """liantu.toml as a whole."""

    project: Home
    regions: Regions = Regions()
    terms: dict[str, str] = {}
    sources: Sources = Sources()
    census: list[Census] = []
    columns: dict[str, dict[str, str]] = {}
    offers: dict[str, bool] = {}
    rates: dict[str, float] = {}
    quotas: dict[str, Quota] = {}
    privacy: Privacy = Privacy()
    policy: Policy = Policy()
    lists: dict[str, ListSet] = {}

    @property
    def region(self) -> str:
        """The six digits of the local region."""
        return self.project.region

    @property
    def county(self) -> str:
        """The name of the local region."""
        return self.project.name or divisions()[self.region]

    @property
    def as_of(self) -> dt.date:
        """The day of every figure."""
        return self.project.as_of or dt.date.today()
