#!/usr/bin/env python3
"""Opens a model that TauSpark trained and computes its logits, with nothing but PyTorch.

In a program: `TauGpt("my/run/model").logits([464, 3290])` gives [tokens, vocabulary], in row i what the model expects after
token i. On the command line it prints one line of JSON for each model, with its logits. Every kind of attention and every
setting of docs/model.md is known; what is not is refused by name. It is written to be read, so the weights of all pairs of
tokens exist at once. Texts become ids by the tokenizer that config.json names. PyTorch 1.13 or later will do.
"""

import argparse
import json
import math
import struct
import sys
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

FORMAT = 2
TYPES = {"F64": torch.float64, "F32": torch.float32, "I32": torch.int32}
EPSILON = 1e-6
ROTARY_BASE = 10_000.0
CLAMP = 5.0
# What a model has whose config.json was written before there was a choice.
PLAIN = {
    "past": {"delays": {}, "equalStart": [], "near": {"tokens": 0}, "window": 0, "forget": [True]},
    "shortcut": {"stream": False, "values": False},
    "memory": {"use": ["FEATURES"], "vectors": "MEMORY", "spread": {"rank": 0}},
}
# All names in config.json; those of which a finished model shows nothing stand in the second place.
KNOWN = {
    "": ("format model tokenizer memory features", ""),
    "model": (
        "vocabulary tied layers width mlp softcap attention heads queriesPerKey keyWeight lambda past shortcut memory",
        "context dropout",
    ),
    "model.lambda": ("regime rope temperature cells", "tau laplacian leastTemperature"),
    "model.past": ("delays near window forget", "equalStart"),
    "model.past.near": ("tokens", "start rungs"),
    "model.shortcut": ("stream values", ""),
    "model.memory": ("use spread", "vectors"),
    "model.memory.spread": ("rank", "factors graph"),
}
CHOICES = {
    "keyWeight": {"NONE", "SLOPE", "LEARNED"},
    "regime": {"KRON", "NATIVE", "PROJECTED"},
    "kind": {"TAU", "GRID", "DOT", "LOCAL", "MEAN", "REFERENCE"},
    "use": {"FEATURES", "COUNTS", "TERMS", "SPREAD"},
}


class NotKnown(ValueError):
    """What this script cannot open."""


def require(condition: bool, message: str) -> None:
    if not condition:
        raise NotKnown(message)


def choice(name: str, value: str) -> str:
    require(value in CHOICES[name], f"config.json: {name} {value} is not known here")
    return value


def read_config(file: Path) -> dict:
    config = json.loads(file.read_text(encoding="utf-8"))
    require(config.get("format") == FORMAT, f"{file}: format {config.get('format')}, only {FORMAT} is known here")
    model = config["model"]
    for name, plain in PLAIN.items():
        if model.get(name) is None:
            model[name] = plain
    for path, names in KNOWN.items():
        section = config
        for part in filter(None, path.split(".")):
            section = section[part]
        for name in section:
            require(name in " ".join(names).split(), f"{file}: {path}.{name} is not known here".replace(": .", ": "))
    return config


def read_safetensors(file: Path) -> dict:
    """Tensors by name: eight bytes that say how long a header of JSON is, the header, and all values after it."""
    content = bytearray(file.read_bytes())
    require(len(content) >= 8, f"{file} is cut short")
    (size,) = struct.unpack_from("<Q", content)
    require(8 + size <= len(content), f"{file} is cut short")
    header = json.loads(content[8 : 8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        require(entry["dtype"] in TYPES, f"{file}: type {entry['dtype']} of {name} is not known here")
        dtype, (start, end) = TYPES[entry["dtype"]], entry["data_offsets"]
        count = math.prod(entry["shape"])
        require(count == 0 or 8 + size + end <= len(content), f"{file} is cut short in {name}")
        values = torch.frombuffer(content, dtype=dtype, count=count, offset=8 + size + start)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def norm(x: Tensor) -> Tensor:
    """RMSNorm without a gain."""
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + EPSILON)


def rotate(x: Tensor) -> Tensor:
    """Rotary positions, halves paired, turning by minus the angle: [heads, tokens, width]."""
    half = x.size(-1) // 2
    frequency = ROTARY_BASE ** (torch.arange(half, dtype=x.dtype) / -half)
    angle = torch.outer(torch.arange(x.size(1), dtype=x.dtype), frequency)
    first, second = x.chunk(2, -1)
    return torch.cat([first * angle.cos() + second * angle.sin(), second * angle.cos() - first * angle.sin()], -1)


def delayed(x: Tensor, delays: list) -> Tensor:
    """Keys, or lambdas of keys, [heads, tokens, ...] as many tokens later as each head's delay says, zeros before."""
    later = [torch.cat([torch.zeros_like(head[:delay]), head[: len(head) - delay]]) for head, delay in zip(x, delays)]
    return torch.stack(later)


class Group:
    """The heads of a layer that share one kind of attention. Shapes: H query heads, K key heads, T tokens, D width of a head."""

    def __init__(self, kind: str, share: float, layer: int, model: dict, features: int, take):
        past, scalars = model["past"], model["lambda"]
        self.kind = kind
        # Local attention is a dot product with a window, and has its heads.
        self.heads = round(model["heads"]["dot" if kind == "LOCAL" else kind.lower()] * share)
        self.keys = self.heads // model["queriesPerKey"]
        self.width = round(model["width"] * share) // self.heads
        self.cells = scalars["cells"]
        published = kind == "REFERENCE"
        dot = kind in ("DOT", "LOCAL")
        self.compares = kind in ("TAU", "GRID", "REFERENCE")
        self.rotates = dot or published or (self.compares and scalars["rope"])
        self.normalises = dot or published
        self.clamps = published
        self.window = past["window"] if kind == "LOCAL" else 0
        self.delays = self.spread(past["delays"].get(kind.lower(), [0]))
        self.forgets = torch.tensor(self.spread(past["forget"]), dtype=torch.float64)
        key_weight = "NONE" if published else choice("keyWeight", model["keyWeight"])
        near = 0 if published else min(past["near"]["tokens"], self.window or past["near"]["tokens"])
        name = f"layers.{layer}.{kind.lower()}."
        width = model["width"]
        rows = self.keys if kind == "MEAN" else self.heads + 2 * self.keys
        self.vectors = take(name + ("value.weight" if kind == "MEAN" else "qkv.weight"), rows * self.width, width)
        self.key = take(name + "key.weight", 2 * self.keys, width) if key_weight == "LEARNED" else None
        self.forget_bias = take(name + "forget_bias", self.keys) if key_weight == "LEARNED" else None
        self.log_slope = take(name + "log_slope", self.keys) if key_weight == "SLOPE" else None
        self.near = take(name + "near_bias", self.heads, near) if near else None
        fixed = 1.0 if published else scalars["temperature"] if self.compares else None
        if fixed is not None:
            self.temperature = torch.full([self.heads], fixed, dtype=torch.float64)
        elif kind != "MEAN":
            self.temperature = take(name + "log_temperature", self.heads).exp()
        self.table = self.gate = self.projection = None
        if model["shortcut"]["values"] and (model["layers"] - 1 - layer) % 2 == 0:
            self.table = take(name + "token_values.weight", model["vocabulary"], self.keys * self.width)
            self.gate = take(name + "value_gate.weight", self.keys, width)
        if self.compares:
            regime = choice("regime", scalars["regime"])
            kron = regime == "KRON"
            stack = f"kron.{self.keys}x{self.width}" if kron else "memory"
            size = self.width if kron else features
            self.laplacian = take("attention.laplacian." + stack, self.keys if kron else 1, size, size, shared=True)
            if regime == "PROJECTED":
                self.projection = take(name + "projection.weight", self.keys, self.width, features)

    def spread(self, shares: list) -> list:
        """One entry for each key head, in equal shares."""
        return [shares[head * len(shares) // self.keys] for head in range(self.keys)]

    def serve(self, x: Tensor) -> Tensor:
        """What each query head has of its key head: [K, ...] -> [H, ...]."""
        return x.repeat_interleave(self.heads // self.keys, 0)

    def lambdas(self, x: Tensor, tau: Tensor) -> Tensor:
        """E / (E + tau) with the energy E = x'Lx / x'x on the heads' Laplacian: [N, T, D] -> [N, T]."""
        shared = len(x) // self.keys
        if self.projection is not None:
            x = x @ self.projection.repeat_interleave(shared, 0)
        laplacian = self.laplacian if len(self.laplacian) == 1 else self.laplacian.repeat_interleave(shared, 0)
        energy = ((x @ laplacian) * x).sum(-1).clamp_min(0) / (x.square().sum(-1) + EPSILON)
        return energy / (energy + tau.repeat_interleave(shared).unsqueeze(-1))

    def key_weights(self, normed: Tensor) -> Tensor:
        """Log-weight of every key, [K, T]."""
        if self.log_slope is not None:
            return self.log_slope.exp().unsqueeze(-1) * torch.arange(len(normed))
        if self.key is None:
            return torch.zeros([self.keys, len(normed)], dtype=normed.dtype)
        weight, gate = (normed @ self.key.T).T.view(2, self.keys, -1)
        # A gate takes weight from all keys before; rows ignore a common factor, so its own key gains instead.
        return weight - (F.logsigmoid(gate + self.forget_bias.unsqueeze(-1)) * self.forgets.unsqueeze(-1)).cumsum(-1)

    def scores(self, q: Tensor, k: Tensor, tau: Tensor) -> Tensor:
        """What a query makes of a key, [H, T, T]."""
        temperature = self.temperature.view(-1, 1, 1)
        if not self.compares:
            k = self.serve(delayed(k, self.delays))
            return q @ k.transpose(1, 2) / (temperature * math.sqrt(self.width))
        a = self.lambdas(q, tau).unsqueeze(-1)
        b = self.serve(delayed(self.lambdas(k, tau), self.delays)).unsqueeze(1)
        if self.kind != "GRID":
            return -(a - b).abs() / temperature
        # A key stands at the two grid points around it, with shares that are quotients of hyperbolic sines.
        cell = 1 / self.cells
        first = (b * self.cells).floor().clamp_max(self.cells - 1) * cell
        kernel = torch.zeros([])
        for point, opposite in ((first, first + cell), (first + cell, first)):
            far = (b - opposite).abs() / temperature
            share = (far - cell / temperature).exp() * torch.expm1(-2 * far) / torch.expm1(-2 * cell / temperature)
            kernel = kernel + share * (-(a - point).abs() / temperature).exp()
        return kernel.log()

    def attend(self, normed: Tensor, ids: Tensor, tau: Tensor) -> Tensor:
        """Results of all heads, [T, H·D]."""
        tokens = len(normed)
        x = normed @ self.vectors.T
        if self.clamps:
            x = x.clamp(-CLAMP, CLAMP)
        x = x.view(tokens, -1, self.width).transpose(0, 1)
        v = x[-self.keys :]
        if self.kind == "MEAN":
            z = torch.zeros([self.heads, tokens, tokens], dtype=x.dtype)
        else:
            q, k = x[: self.heads], x[self.heads : self.heads + self.keys]
            if self.rotates:
                q, k = rotate(q), rotate(k)
            if self.normalises:
                q, k = norm(q), norm(k)
            z = self.scores(q, k, tau)
        if self.table is not None:
            own = self.table[ids].view(tokens, self.keys, self.width)
            v = v + (2 * torch.sigmoid(normed @ self.gate.T).unsqueeze(-1) * own).transpose(0, 1)
        z = z + self.serve(self.key_weights(normed)).unsqueeze(1)
        distance = torch.arange(tokens).unsqueeze(-1) - torch.arange(tokens)
        if self.near is not None:
            reach = self.near.size(1)
            z = z + self.near[:, distance.clamp(0, reach - 1)] * (distance < reach)
        seen = distance >= 0
        if self.window:
            seen = seen & (distance < self.window)
        y = z.masked_fill(~seen, -math.inf).softmax(-1) @ self.serve(v)
        return y.transpose(0, 1).reshape(tokens, -1)


class TauGpt:
    """A model in double precision, whatever it was trained in, so that others can be compared with it."""

    def __init__(self, directory: str):
        file = Path(directory) / "model.safetensors"
        config = read_config(Path(directory) / "config.json")
        self.model = model = config["model"]
        tensors = read_safetensors(file)
        taken = set()

        def take(name: str, *shape: int, shared: bool = False) -> Tensor:
            require(name in tensors, f"{file} has no tensor {name}")
            require(shared or name not in taken, f"{file}: tensor {name} is wanted twice")
            found = list(tensors[name].shape)
            require(found == list(shape), f"{file}: {name} has shape {found}, config.json needs {list(shape)}")
            taken.add(name)
            return tensors[name].to(torch.float64)

        width, vocabulary = model["width"], model["vocabulary"]
        use = {choice("use", name) for name in model["memory"]["use"]}
        self.embedding = take("embedding.weight", vocabulary, width)
        self.head = self.embedding if model["tied"] else take("head.weight", vocabulary, width)
        self.layers = []
        for layer in range(model["layers"]):
            shares = model["attention"][layer if len(model["attention"]) > 1 else 0]
            kinds = {choice("kind", kind): shares.count(kind) / len(shares) for kind in shares}
            groups = [Group(kind, kinds[kind], layer, model, config["features"], take) for kind in kinds]
            name = f"layers.{layer}."
            matrices = (
                take(name + "out.weight", width, width),
                take(name + "mlp.up.weight", model["mlp"] * width, width),
                take(name + "mlp.down.weight", width, model["mlp"] * width),
            )
            factors = take(name + "shortcut", 2) if model["shortcut"]["stream"] else None
            self.layers.append((groups, matrices, factors))
        compared = sum(group.keys for groups, _, _ in self.layers for group in groups if group.compares)
        self.tau = take("attention.tau", compared) if compared else torch.zeros([0])
        self.bias = take("output_bias", vocabulary) if use & {"COUNTS", "TERMS"} else None
        self.factors = None
        if "SPREAD" in use:
            rank = model["memory"]["spread"]["rank"]
            self.factors = take("spread.factors", vocabulary, rank)
            self.separator = int(take("spread.separator"))
            self.stay = take("spread.log_odds", 1).sigmoid()
            self.spread_weights = take("spread.weights", rank)
        for name in tensors:
            require(name in taken, f"{file}: tensor {name} is not known here")

    @torch.no_grad()
    def logits(self, ids: list) -> Tensor:
        """[tokens, vocabulary] of at least one id."""
        for number in ids:
            require(0 <= number < len(self.embedding), f"id {number} is not among the {len(self.embedding)} of the model")
        ids = torch.tensor(ids)
        embedded = x = self.embedding[ids]
        first_key = 0
        for groups, (out, up, down), factors in self.layers:
            if factors is not None:
                x = factors[0] * x + factors[1] * embedded
            normed = norm(x)
            results = []
            for group in groups:
                count = group.keys if group.compares else 0
                results.append(group.attend(normed, ids, self.tau[first_key : first_key + count]))
                first_key += count
            x = x + torch.cat(results, -1) @ out.T
            x = x + F.relu(norm(x) @ up.T).square() @ down.T
        z = norm(x) @ self.head.T
        if self.factors is not None:
            z = z + self.activation(ids) * self.spread_weights @ self.factors.T
        if self.model["softcap"] > 0:
            z = self.model["softcap"] * torch.tanh(z / self.model["softcap"])
        return z if self.bias is None else z + self.bias

    def activation(self, ids: Tensor) -> Tensor:
        """What the tokens of a document activate, which fades from one to the next, [tokens, rank]."""
        states = [torch.zeros_like(self.spread_weights)]
        for number in ids:
            fresh = self.factors[number]
            states.append(fresh if number == self.separator else self.stay * states[-1] + fresh)
        return torch.stack(states[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("models", nargs="+", metavar="MODEL", help="directory with model.safetensors and config.json")
    parser.add_argument("--ids", required=True, help="ids of a text, commas between them")
    options = parser.parse_args()
    ids = [int(number) for number in options.ids.split(",")]
    refused = False
    for directory in options.models:
        try:
            print(json.dumps(TauGpt(directory).logits(ids).tolist()))
        except (NotKnown, OSError) as reason:
            print(reason, file=sys.stderr)
            refused = True
    sys.exit(2 if refused else 0)


if __name__ == "__main__":
    main()
