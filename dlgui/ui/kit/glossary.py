"""The words that the window uses and not everyone knows, explained in whole sentences.

The one place for this: where a label names one of these terms, `kit.what_is_this` shows what is
here. Terms that README's table of words has as well begin with what it says (a test compares).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dlgui import language
from dlgui.language import QT_TRANSLATE_NOOP, tr


@dataclass(frozen=True, slots=True)
class Term:
    """names: what it is called in texts, apart by bars, the usual one first; to be translated, and
    so is what it means"""

    names: str
    meaning: str

    @property
    def title(self) -> str:
        return tr(self.names).partition("|")[0]


TERMS: tuple[Term, ...] = (
    # What the program is about
    Term(QT_TRANSLATE_NOOP("", "Network"), QT_TRANSLATE_NOOP("",
        "Layers and how they are joined, without weights. Training finds the weights.")),
    Term(QT_TRANSLATE_NOOP("", "Model"), QT_TRANSLATE_NOOP("",
        "A network with its weights: what a file holds.")),
    Term(QT_TRANSLATE_NOOP("", "Reader"), QT_TRANSLATE_NOOP("",
        "A model at work: it turns ink into a reading. One came with dlgui; any network that you "
        "train can take its place.")),
    Term(QT_TRANSLATE_NOOP("", "Refused|Refuse|Refuses"), QT_TRANSLATE_NOOP("",
        "To say that ink is no digit. A reader that refuses a scribble has not guessed, and one "
        "that refuses a digit counts as wrong.")),
    Term(QT_TRANSLATE_NOOP("", "Parameters|Parameter"), QT_TRANSLATE_NOOP("",
        "All numbers of a network that are learned: its weights and its biases.")),
    Term(QT_TRANSLATE_NOOP("", "Weights|Weight"), QT_TRANSLATE_NOOP("",
        "The numbers that a layer multiplies what it is given by. They begin at random, and each "
        "step of training changes them a little.")),
    Term(QT_TRANSLATE_NOOP("", "Bias|Biases"), QT_TRANSLATE_NOOP("",
        "A number that a layer adds to each of its sums, whatever the digit is.")),
    # Training
    Term(QT_TRANSLATE_NOOP("", "Loss"), QT_TRANSLATE_NOOP("",
        "How wrong the network is, in one number that training makes smaller. Here it is the "
        "cross-entropy: 0 would be perfect, and 2.303 (the logarithm of 10) is what guessing one "
        "of ten digits costs.")),
    Term(QT_TRANSLATE_NOOP("", "Cross-entropy"), QT_TRANSLATE_NOOP("",
        "The loss of one digit: minus the logarithm of the probability that the network gave the "
        "true digit. Sure and right costs nearly nothing, sure and wrong costs much.")),
    Term(QT_TRANSLATE_NOOP("", "Nats|Nat"), QT_TRANSLATE_NOOP("",
        "The unit of information that goes with natural logarithms, as bits go with those to the "
        "base of 2: 1 nat is 1.443 bits. A probability of 37 % for the true digit costs 1 nat.")),
    Term(QT_TRANSLATE_NOOP("", "Accuracy|Accuracies"), QT_TRANSLATE_NOOP("",
        "The share of digits that are read right.")),
    Term(QT_TRANSLATE_NOOP("", "Validation|Validate|Held-out"), QT_TRANSLATE_NOOP("",
        "Digits that choose: the best epoch, the settings. The network does not learn from them, "
        "so they show what it does with digits that it has never seen.")),
    Term(QT_TRANSLATE_NOOP("", "Test part|Test digits"), QT_TRANSLATE_NOOP("",
        "Digits that only judge, at the end. Nothing is chosen by them, or they flatter.")),
    Term(QT_TRANSLATE_NOOP("", "Epoch|Epochs"), QT_TRANSLATE_NOOP("",
        "One pass over all training digits.")),
    Term(QT_TRANSLATE_NOOP("", "Step|Steps"), QT_TRANSLATE_NOOP("",
        "One change of the weights, from one batch.")),
    Term(QT_TRANSLATE_NOOP("", "Batch size|Batch|Mini-batch"), QT_TRANSLATE_NOOP("",
        "The digits of one step. Their mean loss decides how the weights change: many digits give "
        "a steadier direction, few give more steps in the same time.")),
    Term(QT_TRANSLATE_NOOP("", "Learning rate"), QT_TRANSLATE_NOOP("",
        "How far each step goes against the gradient. Too small and learning takes for ever; too "
        "large and the loss jumps about, or grows without end.")),
    Term(QT_TRANSLATE_NOOP("", "Gradient|Gradients"), QT_TRANSLATE_NOOP("",
        "How a score or loss changes with a value. A step of training moves each weight against "
        "its gradient, which makes the loss smaller.")),
    Term(QT_TRANSLATE_NOOP("", "Backpropagation|Back-propagation"), QT_TRANSLATE_NOOP("",
        "How all gradients are found at once: from the loss backwards, each layer passes on to "
        "the one before it what it is told by the one after it (the chain rule).")),
    Term(QT_TRANSLATE_NOOP("", "Optimiser|SGD|Adam|AdamW"), QT_TRANSLATE_NOOP("",
        "The rule that makes a change of the weights from their gradients. SGD follows the "
        "gradient itself; Adam gives each weight a step of its own, by how large and how steady "
        "its gradients were so far.")),
    Term(QT_TRANSLATE_NOOP("", "Momentum"), QT_TRANSLATE_NOOP("",
        "What is kept of the last steps' direction, as a ball that rolls keeps its way. It evens "
        "out what single batches say.")),
    Term(QT_TRANSLATE_NOOP("", "Weight decay"), QT_TRANSLATE_NOOP("",
        "Each step also draws all weights a little towards 0, so that only what is needed again "
        "and again stays large. It works against overfitting.")),
    Term(QT_TRANSLATE_NOOP("", "Label smoothing"), QT_TRANSLATE_NOOP("",
        "The network is not asked for certainty: of the true digit's share, a little is spread "
        "over all ten. It learns to be less sure of itself.")),
    Term(QT_TRANSLATE_NOOP("", "Augmentation|Augment"), QT_TRANSLATE_NOOP("",
        "Each time a digit is shown it is turned, moved, sized or bent a little, as another hand "
        "might have written it. So the network cannot learn single pictures by heart.")),
    Term(QT_TRANSLATE_NOOP("", "Overfitting"), QT_TRANSLATE_NOOP("",
        "Learning the training digits by heart: their loss goes on falling while that of the "
        "validation digits rises.")),
    Term(QT_TRANSLATE_NOOP("", "Seed"), QT_TRANSLATE_NOOP("",
        "The number from which all chance in a training follows: the first weights, the order of "
        "the digits. The same seed gives the same chance again.")),
    Term(QT_TRANSLATE_NOOP("", "Diverged|Diverges|Diverge"), QT_TRANSLATE_NOOP("",
        "The loss has grown beyond all bounds, and the weights are of no use any more. A smaller "
        "learning rate is what helps most often.")),
    Term(QT_TRANSLATE_NOOP("", "Run|Runs"), QT_TRANSLATE_NOOP("",
        "One training, with the folder that records it.")),
    Term(QT_TRANSLATE_NOOP("", "Preset"), QT_TRANSLATE_NOOP("",
        "Settings that belong together, chosen at once.")),
    Term(QT_TRANSLATE_NOOP("", "Checkpoint"), QT_TRANSLATE_NOOP("",
        "Everything that is needed to go on training, kept on the disk.")),
    Term(QT_TRANSLATE_NOOP("", "Snapshot|Snapshots"), QT_TRANSLATE_NOOP("",
        "The weights at one moment, for the pad.")),
    # Layers
    Term(QT_TRANSLATE_NOOP("", "Convolution|Convolutional|Conv"), QT_TRANSLATE_NOOP("",
        "A layer that slides small windows of weights over the picture: at every place it asks "
        "the same question, and the answers make a map.")),
    Term(QT_TRANSLATE_NOOP("", "Filter|Filters|Kernel|Kernels"), QT_TRANSLATE_NOOP("",
        "The small window of weights of a convolution. One filter finds one thing, a stroke that "
        "rises, say, wherever it is.")),
    Term(QT_TRANSLATE_NOOP("", "Feature map|Feature maps"), QT_TRANSLATE_NOOP("",
        "What one filter found, place by place: bright where its window fits.")),
    Term(QT_TRANSLATE_NOOP("", "Pooling|Max pool|Average pool"), QT_TRANSLATE_NOOP("",
        "A layer without weights that makes maps smaller: of each tile it keeps the largest "
        "value, or the mean. Where exactly something was matters less afterwards.")),
    Term(QT_TRANSLATE_NOOP("", "Stride"), QT_TRANSLATE_NOOP("",
        "How many pixels a window moves on at a time: with 2, the map is half as wide.")),
    Term(QT_TRANSLATE_NOOP("", "Padding"), QT_TRANSLATE_NOOP("",
        "Zeros laid around a picture, so that windows fit at its edge as well.")),
    Term(QT_TRANSLATE_NOOP("", "Dense layer|Dense|Fully connected"), QT_TRANSLATE_NOOP("",
        "A layer in which each neuron has a weight for every value of the layer before.")),
    Term(QT_TRANSLATE_NOOP("", "Activation function|Activations|Activation"), QT_TRANSLATE_NOOP("",
        "What a neuron makes of its sum before it passes it on. Without its bend, many layers "
        "could do no more than one.")),
    Term(QT_TRANSLATE_NOOP("", "ReLU"), QT_TRANSLATE_NOOP("",
        "The usual activation: what is below 0 becomes 0, the rest stays.")),
    Term(QT_TRANSLATE_NOOP("", "Dead ReLU|Dead ReLUs|Dead"), QT_TRANSLATE_NOOP("",
        "A neuron that gives 0 for every digit. Its gradient is 0 as well, so it learns nothing "
        "any more. A large learning rate kills many.")),
    Term(QT_TRANSLATE_NOOP("", "Batch normalisation|Batch norm"), QT_TRANSLATE_NOOP("",
        "A layer that shifts and scales each map so that its mean over the batch is 0 and its "
        "spread 1, and then learns how much of that to keep. Deep networks learn faster so.")),
    Term(QT_TRANSLATE_NOOP("", "Dropout"), QT_TRANSLATE_NOOP("",
        "During training, a share of the values is left out at random, so that no neuron can rely "
        "on a single other one.")),
    Term(QT_TRANSLATE_NOOP("", "Softmax"), QT_TRANSLATE_NOOP("",
        "Makes probabilities of the ten scores: all are above 0, and they add up to 1.")),
    Term(QT_TRANSLATE_NOOP("", "Scores|Score|Logits|Logit"), QT_TRANSLATE_NOOP("",
        "The last layer's ten sums, one for each digit, before they become probabilities. The "
        "highest is the answer.")),
    # Judging
    Term(QT_TRANSLATE_NOOP("", "Interval|Confidence interval"), QT_TRANSLATE_NOOP("",
        "So few digits cannot tell a rate exactly: in 95 of 100 such tests, the true rate lies "
        "within an interval found this way.")),
    Term(QT_TRANSLATE_NOOP("", "Precision"), QT_TRANSLATE_NOOP("",
        "Of all that was read as this digit, the share that was it.")),
    Term(QT_TRANSLATE_NOOP("", "Recall"), QT_TRANSLATE_NOOP("",
        "Of all that is this digit, the share that was read as it.")),
    Term(QT_TRANSLATE_NOOP("", "Confusion matrix"), QT_TRANSLATE_NOOP("",
        "A row for each true digit, a column for what was read: right answers are on the "
        "diagonal, and each other cell is one kind of mistake.")),
    Term(QT_TRANSLATE_NOOP("", "Calibration error|Calibration|Calibrated"), QT_TRANSLATE_NOOP("",
        "How far what the reader claims is from what it achieves. A reader that is 90 % sure and "
        "right in 90 of 100 such cases is calibrated; the error is the mean distance between the "
        "two.")),
    Term(QT_TRANSLATE_NOOP("", "Temperature"), QT_TRANSLATE_NOOP("",
        "What all scores are divided by before they become probabilities. Above 1 the reader is "
        "less sure, below 1 surer; the answer stays the same. It is set so that the reader is as "
        "sure as it is right.")),
    Term(QT_TRANSLATE_NOOP("", "AUROC"), QT_TRANSLATE_NOOP("",
        "How well a score tells two kinds apart: the probability that a digit, taken at random, "
        "scores higher than something that is none. 50 % is guessing.")),
    Term(QT_TRANSLATE_NOOP("", "Robustness"), QT_TRANSLATE_NOOP("",
        "How much a reader bears: how many digits it still reads when they are noisy, turned or "
        "partly covered.")),
    Term(QT_TRANSLATE_NOOP("", "Corruption|Corrupts"), QT_TRANSLATE_NOOP("",
        "What spoils images in the robustness test: noise, turning, moving, thickness, covering. "
        "A robust reader still reads them.")),
    Term(QT_TRANSLATE_NOOP("", "McNemar's exact test|McNemar"), QT_TRANSLATE_NOOP("",
        "Compares two readers on the same digits by those alone that just one of them reads "
        "right: how likely is so uneven a share by luck, if both are equally good?")),
    Term(QT_TRANSLATE_NOOP("", "t-SNE"), QT_TRANSLATE_NOOP("",
        "A map on which what is alike for the network lies together. Neighbours mean something on "
        "it; distances between groups, and their sizes, do not.")),
    Term(QT_TRANSLATE_NOOP("", "PCA"), QT_TRANSLATE_NOOP("",
        "A map seen from the side on which the digits differ most: the two directions of the "
        "largest variance.")),
    # Explaining
    Term(QT_TRANSLATE_NOOP("", "Ablation"), QT_TRANSLATE_NOOP("",
        "Switching a part of a network off, to see what it did.")),
    Term(QT_TRANSLATE_NOOP("", "Integrated gradients"), QT_TRANSLATE_NOOP("",
        "The digit fades in from an empty picture, and each pixel is credited with what it adds "
        "to the score on the way. All shares add up to what the ink is worth.")),
    Term(QT_TRANSLATE_NOOP("", "Grad-CAM"), QT_TRANSLATE_NOOP("",
        "The maps of one layer, added up, each by how much it raises the score: where the layer "
        "found what speaks for the answer.")),
    Term(QT_TRANSLATE_NOOP("", "Log-odds"), QT_TRANSLATE_NOOP("",
        "The logarithm of how many times likelier something is than not: 0 for half and half, and "
        "each step of 2.3 makes it ten times likelier.")),
)  # fmt: skip


def terms_in(text: str) -> list[Term]:
    """Those that `text`, in the language in use, names, in its order and each once."""
    by_name, pattern = _names(language.current())
    return list(dict.fromkeys(by_name[found.casefold()] for found in pattern.findall(text)))


@cache
def _names(code: str) -> tuple[dict[str, Term], re.Pattern[str]]:
    by_name = {
        name.casefold(): term for term in TERMS for name in tr(term.names).split("|") if name
    }
    # The longest first: "batch normalisation" is no batch.
    every = "|".join(map(re.escape, sorted(by_name, key=len, reverse=True)))
    # Chinese has no spaces between words.
    return by_name, re.compile(f"(?<![A-Za-z-])(?:{every})(?![A-Za-z])", re.IGNORECASE)
