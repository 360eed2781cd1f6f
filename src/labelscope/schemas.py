"""The JSON Schema of the data files, published beside the data so that editors complete and check them.

`python -m labelscope.schemas` writes them anew; a test holds them against the models.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labelscope.catalogue import home
from labelscope.model import (
    Burden,
    CriteriaFile,
    Effect,
    Option,
    Precedent,
    Record,
    Requirement,
    RequirementMapping,
    RequirementTranslation,
    Scheme,
)

SCHEMAS: Mapping[str, type[Record]] = {
    "data/schema/scheme.schema.json": Scheme,
    "data/schema/requirement.schema.json": Requirement,
    "data/schema/translation.schema.json": RequirementTranslation,
    "data/schema/precedent.schema.json": Precedent,
    "data/schema/burden.schema.json": Burden,
    "data/schema/effect.schema.json": Effect,
    "criteria/schema/criteria.schema.json": CriteriaFile,
    "criteria/schema/mapping.schema.json": RequirementMapping,
    "criteria/schema/option.schema.json": Option,
}


def schema_of(model: type[Record]) -> dict[str, Any]:
    """The JSON Schema of one model."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}


def schema_text(model: type[Record]) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema_of(model), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def write_schemas(root: Path) -> None:
    """Write every schema under `root`."""
    for name, model in SCHEMAS.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(schema_text(model), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(home())
