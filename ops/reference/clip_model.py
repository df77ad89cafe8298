"""The architecture of OpenAI's CLIP with transformers in both towers (arXiv 2103.00020), written with plain products so
that the exported graph holds the operators that usual exports hold. Weights are drawn at CLIP's scales of initialisation.
"""
import dataclasses
import math

import torch
from torch import nn


@dataclasses.dataclass(frozen=True)
class Architecture:
    """Sizes. Heads follow from the widths: CLIP's are 64 wide."""
    size: int
    patch: int
    vision_width: int
    vision_layers: int
    text_width: int
    text_layers: int
    embedding: int
    context: int = 77
    vocabulary: int = 49408
    head: int = 64


ARCHITECTURES = {
    "vit-b-32": Architecture(224, 32, 768, 12, 512, 12, 512),
    "vit-b-16": Architecture(224, 16, 768, 12, 512, 12, 512),
    "vit-l-14": Architecture(224, 14, 1024, 24, 768, 12, 768),
    # For tests: every operator of the others, in a tenth of a second.
    "small": Architecture(64, 16, 64, 2, 64, 2, 32, head=32),
}


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.inward = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x, mask):
        batch, length, width = x.shape
        parts = self.inward(x).reshape(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        weights = query @ key.transpose(-1, -2) * (1 / math.sqrt(width // self.heads))
        if mask is not None:
            weights = weights + mask
        mixed = (weights.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, width)
        return self.out(mixed)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, mask):
        x = x + self.attention(self.before(x), mask)
        hidden = self.wide(self.between(x))
        return x + self.narrow(hidden * torch.sigmoid(1.702 * hidden))  # QuickGELU


class Transformer(nn.Module):
    def __init__(self, width, layers, heads):
        super().__init__()
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        inner, outer = width ** -0.5, width ** -0.5 * (2 * layers) ** -0.5
        for block in self.blocks:
            nn.init.normal_(block.attention.inward.weight, std=inner)
            nn.init.normal_(block.attention.out.weight, std=outer)
            nn.init.normal_(block.wide.weight, std=(2 * width) ** -0.5)
            nn.init.normal_(block.narrow.weight, std=outer)
            for layer in (block.attention.inward, block.attention.out, block.wide, block.narrow):
                nn.init.normal_(layer.bias, std=0.01)  # nought in CLIP's start; drawn, so that a lost bias shows

    def forward(self, x, mask=None):
        for block in self.blocks:
            x = block(x, mask)
        return x


class Vision(nn.Module):
    """Pixels [batch, 3, size, size], normalised, to [batch, embedding]."""

    def __init__(self, a):
        super().__init__()
        scale = a.vision_width ** -0.5
        self.patches = nn.Conv2d(3, a.vision_width, a.patch, a.patch, bias=False)
        self.summary = nn.Parameter(scale * torch.randn(a.vision_width))
        self.places = nn.Parameter(scale * torch.randn((a.size // a.patch) ** 2 + 1, a.vision_width))
        self.before, self.after = nn.LayerNorm(a.vision_width), nn.LayerNorm(a.vision_width)
        self.transformer = Transformer(a.vision_width, a.vision_layers, a.vision_width // a.head)
        self.projection = nn.Parameter(scale * torch.randn(a.vision_width, a.embedding))

    def forward(self, pixels):
        x = self.patches(pixels).flatten(2).transpose(1, 2)
        summary = self.summary.reshape(1, 1, -1).expand(x.shape[0], 1, -1)
        x = self.transformer(self.before(torch.cat([summary, x], 1) + self.places))
        return self.after(x[:, 0]) @ self.projection


class Text(nn.Module):
    """Ids [batch, length] to [batch, embedding], read at the highest id, which is the end of the text. Without a mask the
    padding is hidden by causality alone; with one (1 for real ids, 0 for padding) also by it."""

    def __init__(self, a):
        super().__init__()
        self.words = nn.Embedding(a.vocabulary, a.text_width)
        self.places = nn.Parameter(0.01 * torch.randn(a.context, a.text_width))
        self.transformer = Transformer(a.text_width, a.text_layers, a.text_width // a.head)
        self.after = nn.LayerNorm(a.text_width)
        self.projection = nn.Parameter(a.text_width ** -0.5 * torch.randn(a.text_width, a.embedding))
        self.register_buffer("causal", torch.full((a.context, a.context), -1e4).triu(1), persistent=False)
        nn.init.normal_(self.words.weight, std=0.02)

    def forward(self, ids, mask=None):
        length = ids.shape[1]
        hidden = self.causal[:length, :length]
        if mask is not None:
            hidden = hidden + (1 - mask.to(hidden.dtype))[:, None, None, :] * -1e4
        x = self.after(self.transformer(self.words(ids) + self.places[:length], hidden))
        rows = torch.arange(ids.shape[0], device=ids.device)
        return x[rows, ids.to(torch.int32).argmax(-1)] @ self.projection


class Joint(nn.Module):
    """Both towers as optimum exports them: logits for each side, then the unit-length embeddings."""

    def __init__(self, vision, text, scale=100.0):
        super().__init__()
        self.vision, self.text, self.scale = vision, text, scale

    def forward(self, ids, pixels, mask):
        image = nn.functional.normalize(self.vision(pixels), dim=-1)
        text = nn.functional.normalize(self.text(ids, mask), dim=-1)
        logits = self.scale * text @ image.T
        return logits.T, logits, text, image
