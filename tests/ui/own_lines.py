"""Networks of one's own that the pages must show: every kind of layer, and the shortest ones."""

EVERY_KIND = (
    "conv 4 5 pad 2, batchnorm, leakyrelu, maxpool 3, dropout 0.3, conv 12 3 stride 2, elu, "
    "avgpool 2, conv 11 1, gelu, globalavgpool, sigmoid, dense 11, tanh, batchnorm, relu, dense 10"
)
OWN_LINES = (
    EVERY_KIND,
    "flatten, dropout 0.2, dense 10",
    "avgpool 7, conv 10 3 pad 1, globalavgpool",
    "batchnorm, conv 3 3, maxpool 5, flatten, tanh, batchnorm, dense 10, relu",
)
