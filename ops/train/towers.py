"""The two towers of `mini`, each ending in unit-length embeddings of one shared space (512-D, the teacher's)."""
import torch
from torch import nn

EMBEDDING = 512


def conv_norm(channels_in, channels_out, kernel=3, stride=1, act=True):
    conv = nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=False)
    norm = nn.BatchNorm2d(channels_out)
    return nn.Sequential(conv, norm, nn.ReLU(inplace=True)) if act else nn.Sequential(conv, norm)


class Residual(nn.Module):
    """ResNet's basic block (arXiv 1512.03385); the shortcut of a strided block averages before its 1x1 convolution
    (ResNet-D, arXiv 1812.01187)."""

    def __init__(self, channels_in, channels_out, stride=1):
        super().__init__()
        self.body = nn.Sequential(conv_norm(channels_in, channels_out, 3, stride),
                                  conv_norm(channels_out, channels_out, act=False))
        self.short = nn.Identity() if stride == 1 and channels_in == channels_out else nn.Sequential(
            nn.AvgPool2d(stride, ceil_mode=True) if stride > 1 else nn.Identity(),
            conv_norm(channels_in, channels_out, 1, act=False))

    def forward(self, x):
        return torch.relu(self.short(x) + self.body(x))


class ImageTower(nn.Module):
    """`pixel_values` f32 [N,3,112,112] in -1..1 to unit embeddings [N,512]. A small ResNet: dense 3x3 convolutions
    train several times faster on a CPU than depthwise ones of the same size in bytes. `early` ends at a stride of 8
    pixels (14x14 maps), where training may also imitate another network's features."""

    EARLY_CHANNELS = 96

    def __init__(self):
        super().__init__()
        early = self.EARLY_CHANNELS
        self.early = nn.Sequential(conv_norm(3, 24, 3, 2), nn.MaxPool2d(3, 2, 1), Residual(24, 48),
                                   Residual(48, early, 2), Residual(early, early))
        self.late = nn.Sequential(Residual(early, 192, 2), Residual(192, 320, 2))
        self.neck = conv_norm(320, 768, 1)
        self.project = nn.Linear(768, EMBEDDING)

    def embed(self, early):
        return unit(self.project(self.neck(self.late(early)).mean((2, 3))))

    def pooled(self, pixel_values):
        """[N,768], what the last linear layer projects."""
        return self.neck(self.late(self.early(pixel_values))).mean((2, 3))

    def forward(self, pixel_values):
        return self.embed(self.early(pixel_values))


class FeatureHead(nn.Module):
    """The alternative's head: frozen features [N,96,14,14] (see backbone.py) to unit embeddings [N,512]."""

    def __init__(self):
        super().__init__()
        self.features = Residual(96, 192, 2)
        self.neck = conv_norm(192, 1024, 1)
        self.drop = nn.Dropout(0.2)
        self.project = nn.Linear(1024, EMBEDDING)

    def pooled(self, features):
        """[N,1024], what the last linear layer projects."""
        return self.neck(self.features(features)).mean((2, 3))

    def forward(self, features):
        return unit(self.project(self.drop(self.pooled(features))))


class TextTower(nn.Module):
    """`input_ids` i64 [N,L], padded with 0, to unit embeddings [N,512]: a weighted mean of token vectors under a
    linear layer and a residual multilayer perceptron. Order is ignored: 30,000 captions are too few to learn it from.

    Id 0 is both the padding and CLIP's "!", so its learned weight is 0: neither padding nor "!" counts, and the
    result cannot depend on the padded length.
    """

    def __init__(self, entries, width=256):
        super().__init__()
        self.token = nn.Embedding(entries, width)
        self.weight = nn.Embedding(entries, 1)
        nn.init.normal_(self.token.weight, std=0.05)
        nn.init.zeros_(self.weight.weight)
        self.linear = nn.Linear(width, EMBEDDING)
        self.body = nn.Sequential(nn.Linear(width, 512), nn.ReLU(), nn.Dropout(0.1), nn.Linear(512, EMBEDDING))

    def forward(self, input_ids):
        counted = (input_ids != 0).float().unsqueeze(2)
        weight = torch.exp(self.weight(input_ids)) * counted
        mean = (self.token(input_ids) * weight).sum(1) / (weight.sum(1) + 1e-6)
        return unit(self.linear(mean) + self.body(mean))


def unit(x):
    return x / (x.norm(dim=1, keepdim=True) + 1e-6)
