"""What training needs beside bilingual itself, asked for by name where it is missing."""

from __future__ import annotations

import importlib.util
from functools import lru_cache

from bilingual.errors import InstallError, TrainingError
from bilingual.interface import _


def has_torch() -> bool:
    """Tell whether PyTorch is installed; it is not loaded."""
    return importlib.util.find_spec("torch") is not None


def require_torch() -> None:
    """Make sure that PyTorch is installed.

    Raises: InstallError, with the command that installs it.
    """
    if not has_torch():
        raise InstallError(
            _("training needs PyTorch, which is not installed"),
            hint=_(
                'Install it: pip install "bilingual-press[train]"\n'
                "On a machine without a graphics card this is a tenth of the size: "
                "pip install torch --index-url https://download.pytorch.org/whl/cpu"
            ),
        )


def check_device(name: str) -> None:
    """Make sure that PyTorch can compute on a device, as it names devices: `cpu`, `cuda`.

    Raises: TrainingError when there is none of that name; InstallError when PyTorch is missing.
    """
    require_torch()
    import torch

    try:
        torch.zeros(1, device=name)
    except (RuntimeError, AssertionError) as error:
        raise TrainingError(
            _("there is no device {name!r} on this machine").format(name=name),
            hint=_("Leave --device out to train on the processor."),
        ) from error


@lru_cache(maxsize=4)
def is_quick_in_bfloat16(device: str) -> bool:
    """Tell whether a device multiplies in 16 bits (bfloat16) at least as fast as in 32.

    A processor without AVX-512 does it number by number: a hundred times slower, measured.
    """
    import torch

    if device.startswith("cuda"):
        return bool(torch.cuda.is_bf16_supported())
    return device == "cpu" and torch.backends.cpu.get_cpu_capability().startswith("AVX512")
