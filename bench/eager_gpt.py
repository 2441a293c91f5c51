#!/usr/bin/env python3
"""Times an eager PyTorch GPT of the shape of TauGPT's preset 30m with dot-product attention, in training or in decoding.

It trains on one batch of random tokens, again and again, so that a falling loss shows that the work was done, and
prints one line of JSON: milliseconds of each timed step by part, losses, tokens per second, peak memory. With --decode it
appends single tokens to a text of which keys and values are kept, and prints what each took. It needs PyTorch 2.4 or later
to train, 1.13 or later to decode, and reads no data. See docs/speed.md.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from typing import Optional, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

ROPE_BASE = 10_000.0
INITIAL_DEVIATION = 0.02
MILLIS = 1e3
MEBI = 1 << 20
# As the train job's defaults, for the same work and about the same course of the loss.
BETAS = (0.9, 0.95)
EPSILON = 1e-9
WEIGHT_DECAY = 0.1
CLIP = 1.0
RATE = 1e-3


def norm(x: Tensor) -> Tensor:
    """RMSNorm without a gain."""
    if hasattr(F, "rms_norm"):
        return F.rms_norm(x, (x.size(-1),), eps=1e-6)
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)


def attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Attention of a token to all that is kept, by PyTorch's own kernel where it has one."""
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v)
    return (q @ k.transpose(-1, -2) / q.size(-1) ** 0.5).softmax(-1) @ v


class Cache:
    """Keys and values of the tokens of a text in one layer, in tensors with room for all of them. Those before are random."""

    def __init__(self, options: argparse.Namespace):
        shape = (1, options.heads, options.tokens + options.decode, options.width // options.heads)
        self.keys, self.values = torch.randn(shape), torch.randn(shape)
        self.tokens = options.tokens

    def append(self, k: Tensor, v: Tensor) -> tuple:
        self.keys[:, :, self.tokens : self.tokens + 1] = k
        self.values[:, :, self.tokens : self.tokens + 1] = v
        self.tokens += 1
        return self.keys[:, :, : self.tokens], self.values[:, :, : self.tokens]


class Rotary(nn.Module):
    """Rotary position embedding, halves paired."""

    def __init__(self, head_width: int, context: int):
        super().__init__()
        frequency = ROPE_BASE ** (-torch.arange(0, head_width, 2).float() / head_width)
        angle = torch.outer(torch.arange(context).float(), frequency)
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(self, x: Tensor, start: int) -> Tensor:
        cos, sin = self.cos[start : start + x.size(-2)], self.sin[start : start + x.size(-2)]
        first, second = x.chunk(2, dim=-1)
        return torch.cat((first * cos + second * sin, second * cos - first * sin), dim=-1)


class Attention(nn.Module):
    """Causal attention with rotary positions and normalised queries and keys, by PyTorch's fused kernel."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor, rotary: Rotary, cache: Optional[Cache]) -> Tensor:
        windows, tokens, width = x.shape
        start = cache.tokens if cache else 0
        q, k, v = self.qkv(x).view(windows, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        q, k = norm(rotary(q, start)).to(v.dtype), norm(rotary(k, start)).to(v.dtype)
        if cache:
            y = attend(q, *cache.append(k, v))
        else:
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(y.transpose(1, 2).reshape(windows, tokens, width))


class Block(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.attention = Attention(width, heads)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)

    def forward(self, x: Tensor, rotary: Rotary, cache: Optional[Cache] = None) -> Tensor:
        x = x + self.attention(norm(x), rotary, cache)
        return x + self.down(F.relu(self.up(norm(x))).square())


class EagerGpt(nn.Module):
    """The output shares the token embedding's weight; logits are bounded by softcap * tanh(z / softcap)."""

    def __init__(self, options: argparse.Namespace):
        super().__init__()
        self.softcap = options.softcap
        self.embedding = nn.Embedding(options.vocabulary, options.width)
        self.rotary = Rotary(options.width // options.heads, options.tokens + options.decode)
        self.blocks = nn.ModuleList(Block(options.width, options.heads) for _ in range(options.layers))
        for weight in self.parameters():
            nn.init.normal_(weight, std=INITIAL_DEVIATION)

    def logits(self, inputs: Tensor, caches: Sequence[Optional[Cache]]) -> Tensor:
        x = self.embedding(inputs)
        for block, cache in zip(self.blocks, caches):
            x = block(x, self.rotary, cache)
        logits = F.linear(norm(x), self.embedding.weight)
        return self.softcap * torch.tanh(logits / self.softcap)

    def forward(self, inputs: Tensor, targets: Tensor) -> Tensor:
        """The mean loss in nats per token."""
        logits = self.logits(inputs, [None] * len(self.blocks))
        return F.cross_entropy(logits.flatten(0, 1).float(), targets.flatten())


def optimizer(gpt: EagerGpt) -> torch.optim.AdamW:
    """AdamW whose decay falls on the matrices between layers only."""
    embedding = [gpt.embedding.weight]
    matrices = list(gpt.blocks.parameters())
    groups = [{"params": matrices, "weight_decay": WEIGHT_DECAY}, {"params": embedding, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=RATE, betas=BETAS, eps=EPSILON, fused=True)


def peak_resident() -> float:
    """Most memory that this process had, in MiB."""
    try:
        # What getrusage says may be the peak of the program that started this one.
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / MEBI if sys.platform == "darwin" else peak / 1024


def train(options: argparse.Namespace) -> dict:
    torch.manual_seed(options.seed)
    device = torch.device(options.device)
    gpt = EagerGpt(options).to(device)
    adamw = optimizer(gpt)
    batch = torch.randint(options.vocabulary, (options.windows, options.tokens + 1), device=device)
    inputs, targets = batch[:, :-1], batch[:, 1:]
    half = options.dtype == "bfloat16"

    def now() -> float:
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        return time.perf_counter() * MILLIS

    gradient_ms, optimizer_ms, processor_ms, losses = [], [], [], []
    for step in range(options.warmup + options.steps):
        busy = time.process_time()
        start = now()
        adamw.zero_grad(set_to_none=True)
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            loss = gpt(inputs, targets)
        loss.backward()
        middle = now()
        nn.utils.clip_grad_norm_(gpt.parameters(), CLIP)
        adamw.step()
        end = now()
        losses.append(loss.item())
        if step >= options.warmup:
            gradient_ms.append(round(middle - start, 3))
            optimizer_ms.append(round(end - middle, 3))
            processor_ms.append(round((time.process_time() - busy) * MILLIS, 3))
    step_ms = statistics.median(map(sum, zip(gradient_ms, optimizer_ms)))
    result = {
        "engine": f"PyTorch {torch.__version__}",
        "parameters": sum(weight.numel() for weight in gpt.parameters()),
        "tokensPerStep": inputs.numel(),
        "gradientMillis": gradient_ms,
        "optimizerMillis": optimizer_ms,
        "processorMillis": processor_ms,
        "losses": losses,
        "tokensPerSecond": round(inputs.numel() / step_ms * MILLIS, 1),
        "peakMebibytes": peak_resident(),
    }
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info(device)
        result["deviceMebibytes"] = (total - free) / MEBI
        result["device"] = torch.cuda.get_device_name(device)
        result["devicePeakMebibytes"] = torch.cuda.max_memory_allocated(device) / MEBI
    return result


@torch.inference_mode()
def decode(options: argparse.Namespace) -> dict:
    """Appends tokens greedily, on the CPU in float32."""
    torch.manual_seed(options.seed)
    gpt = EagerGpt(options)
    caches = [Cache(options) for _ in gpt.blocks]
    token = torch.randint(options.vocabulary, (1, 1))
    token_ms = []
    for _ in range(options.decode):
        start = time.thread_time() if options.threads == 1 else time.perf_counter()
        token = gpt.logits(token, caches)[:, -1].argmax(-1, keepdim=True)
        end = time.thread_time() if options.threads == 1 else time.perf_counter()
        token_ms.append(round((end - start) * MILLIS, 3))
    kept = sum(each.numel() * each.element_size() for cache in caches for each in (cache.keys, cache.values))
    return {"engine": f"PyTorch {torch.__version__}", "tokenMillis": token_ms[options.warmup :], "bytes": kept}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n", maxsplit=1)[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--tokens", type=int, default=1024, help="tokens of a window")
    parser.add_argument("--windows", type=int, default=2, help="windows of a step")
    parser.add_argument("--steps", type=int, default=5, help="steps that are timed")
    parser.add_argument("--warmup", type=int, default=2, help="steps, or appended tokens, before those that count")
    parser.add_argument("--decode", type=int, default=0, help="tokens to append to a text of --tokens; 0 to train")
    parser.add_argument("--threads", type=int, default=2, help="threads of one operation on the CPU")
    parser.add_argument("--device", default="cpu", help="cpu, cuda or cuda:N")
    parser.add_argument("--dtype", choices=("float32", "bfloat16"), default="float32", help="bfloat16: by autocast")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--heads", type=int, default=6)
    parser.add_argument("--width", type=int, default=384)
    parser.add_argument("--vocabulary", type=int, default=50_304)
    parser.add_argument("--softcap", type=float, default=15.0)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_num_interop_threads(1)
    print(json.dumps(decode(options) if options.decode else train(options)))


if __name__ == "__main__":
    main()
