"""The composite action run as a runner does: its steps in order, their environments filled, files for what they say."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ACTION = Path(__file__).parent.parent / ".github/actions/statusgen/action.yml"
EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")
WORD = re.compile(r"'(?P<text>[^']*)'|(?P<operator>&&|\|\||!=|==)|(?P<name>[\w.-]+)|\s+")


@dataclass
class Ran:
    """What became of it."""

    code: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict = field(default_factory=dict)
    names: list = field(default_factory=list)
    """Of the steps that were run."""


class Runner:
    """One job: a work space, what GitHub tells of the event, and commands beside those of the system."""

    def __init__(self, workspace, home, github, environment, tools):
        self.workspace, self.home, self.github, self.environment = workspace, home, github, environment
        self.steps = {}
        (home / "bin").mkdir(parents=True)
        for name, body in tools.items():
            (home / "bin" / name).write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
            (home / "bin" / name).chmod(0o755)

    def run(self, action=ACTION, **inputs):
        """Run the action's shell steps, as far as one does not fail."""
        declared = yaml.safe_load(action.read_text(encoding="utf-8"))
        assert inputs.keys() <= declared["inputs"].keys()
        self.inputs = {name: inputs.get(name, about["default"]) for name, about in declared["inputs"].items()}
        ran, self.steps = Ran(), {}
        for step in declared["runs"]["steps"]:
            if "run" in step and ran.code == 0 and self._truth(step.get("if", "true")):
                self._step(step, ran)
        ran.outputs = {name: self._filled(about["value"]) for name, about in declared["outputs"].items()}
        return ran

    def _step(self, step, ran):
        assert "bash" == step["shell"]
        output, summary = self.home / "output", self.home / "summary"
        output.write_text("")
        summary.write_text("")
        environment = self.environment | {name: self._filled(value) for name, value in step.get("env", {}).items()}
        environment |= {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(self.home)}
        environment["PATH"] = f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}"
        script = self.home / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],  # as `shell: bash` runs it
            cwd=self.workspace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )
        ran.code, ran.log, ran.summary = done.returncode, ran.log + done.stdout, ran.summary + summary.read_text(encoding="utf-8")
        ran.names.append(step["name"])
        self.steps[step.get("id", step["name"])] = dict(
            line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines()
        )

    def _filled(self, text):
        return EXPRESSION.sub(lambda found: str(self._value(found[1])), text)

    def _truth(self, expression):
        """`a == 'b' && c`: as much of the language as there is here."""
        words = []
        for word in WORD.finditer(expression):
            if word["operator"]:
                words.append({"&&": " and ", "||": " or "}.get(word["operator"], word["operator"]))
            elif word.lastgroup:
                words.append(repr(word["text"] if word["text"] is not None else self._value(word["name"])))
        assert "".join(WORD.findall(expression)[0]), expression
        return bool(eval("".join(words), {}))

    def _value(self, name):
        root, *path = name.split(".")
        if not path:
            return {"true": True}[root]
        found = {"inputs": lambda: self.inputs, "github": lambda: self.github, "steps": lambda: self.steps}[root]()
        for key in [key for key in path if key != "outputs"]:
            found = found.get(key, "") if isinstance(found, dict) else ""
        return found


STATUSGEN = f'exec {sys.executable} -m statusgen "$@"'
