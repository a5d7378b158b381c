"""What a chain file (chains/*.yaml) may say; its JSON Schema is derived from here."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from graph.model import Category, Confidence, Radius, Stage

Share = float


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: str | None = Field(None, description="来源")
    date: dt.date | None = Field(None, description="日期,如 2025-03-18")
    confidence: Confidence | None = Field(None, description="可信度")

    @field_validator("date", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value in ("无日期", "不详"):
            return None
        parts = value.replace("/", "-").split("-")
        return "-".join([*parts, *["01"] * (3 - len(parts))]) if len(parts) < 3 else value


class FeedEntry(_Item):
    """One feed with more than its goal."""

    to: str = Field(description="下游环节,或 链:环节")
    necessity: Share = Field(1.0, ge=0, le=1, description="必要性,0—1")
    recycle: bool = Field(False, description="回收料,不参与排序")


class SegmentEntry(_Item):
    """One segment of a chain."""

    stage: Stage | None = Field(None, description="上游、中游、下游、配套")
    necessity: Share = Field(0.5, ge=0, le=1, description="必要性,0—1")
    of: str | None = Field(None, description="此环节由哪条链声明")
    under: str | None = Field(None, description="上级环节")
    codes: list[str] = Field([], description="GB/T 4754 行业代码")
    words: list[str] = Field([], description="产品词")
    exclude: list[str] = Field([], description="排除词")
    feeds: list[str | FeedEntry] = Field([], description="供给哪些环节")
    radius: Radius = Field("区域", description="配套半径")
    attract: Literal["外采"] | None = Field(None, description="外采:不招商")
    needs: list[str] = Field([], description="要素需求")
    target: float | None = Field(None, gt=0, description="目标产值(万元)")

    @field_validator("codes", "words", "exclude", "needs", "feeds", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, (str, dict)) else [] if value is None else value


class ChainFile(_Item):
    """One chain, or a group that is still undecided (no ``segments``)."""

    chain: str = Field(min_length=1, description="链名")
    group: str | None = Field(None, description="所属体系")
    category: Category | None = Field(None, description="未来、新兴、传统、农业、服务业")
    weight: float = Field(1.0, gt=0, le=1, description="政策权重,(0,1]")
    segments: dict[str, SegmentEntry] | None = Field(None, description="环节")


def schema() -> dict[str, Any]:
    """The JSON Schema of a chain file, for editors."""
    return ChainFile.model_json_schema()
