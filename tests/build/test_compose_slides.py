"""What happens to a slide that its kind cannot compose."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deckgen.build import pipeline
from deckgen.cli import app
from deckgen.diagnostics import UserFacingError
from deckgen.kinds import bullets
from sample_projects import make_project

POINTS = "kind: bullets\nid: points\nbullets:\n  - One\n"
METRICS = "kind: metrics\nmetrics:\n  - editors\n"


@pytest.fixture
def broken_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind with a bug."""
    monkeypatch.setattr(bullets, "compose", lambda content, context: {}["nothing"])


@pytest.mark.usefixtures("broken_kind")
def test_kind_that_raises_is_named_with_its_slide(tmp_path: Path) -> None:
    expected = (
        "an error in deckgen itself while it composed the slide “part/points” of kind bullets (KeyError: 'nothing'); "
        "please report it"
    )
    with pytest.raises(UserFacingError) as raised:
        pipeline.lay_out(make_project(tmp_path, POINTS))
    assert str(raised.value).startswith(expected)
    assert isinstance(raised.value.__cause__, KeyError)


@pytest.mark.usefixtures("broken_kind")
def test_error_of_a_kind_is_not_hidden_by_errors_in_the_content(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="of kind bullets"):
        pipeline.lay_out(make_project(tmp_path, POINTS, METRICS))


@pytest.mark.usefixtures("broken_kind")
def test_command_line_reports_an_error_of_a_kind_with_exit_code_3(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["build", str(make_project(tmp_path, POINTS))], env={"DECKGEN_DEBUG": None})
    assert result.exit_code == 3
    assert "the slide “part/points” of kind bullets" in result.stderr


@pytest.mark.parametrize("metrics", ["editors:\n  nam: Editors\n", "editors: [\n", "readers:\n  name: Readers\n"])
def test_slide_of_an_undefined_metric_has_only_the_error_of_the_metric(metrics: str, tmp_path: Path) -> None:
    charted = "kind: chart\nid: charted\ntitle: Charted\nchart:\n  metrics:\n    - editors\n"
    layout = pipeline.lay_out(make_project(tmp_path, METRICS, charted, files={"data/metrics.yaml": metrics}))
    assert layout.deck is None
    assert layout.slides == ()
    assert {issue.code for issue in layout.issues} <= {
        "unknown-metric",
        "unknown-field",
        "missing-field",
        "unclosed-bracket",
    }
