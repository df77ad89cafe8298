"""Rewrites an exported FP32 graph as users find them: FP16 throughout (inputs and outputs too), or with INT8 weights."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

INT8_ELEMENTS_MIN = 4096  # smaller tensors are biases and scales, which quantisers leave alone


def to_halves(model):
    """Weights, constants, casts, inputs and outputs. What is too large for a half becomes its largest number."""
    graph = model.graph
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT:
            tensor.CopyFrom(_half(tensor))
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.TENSOR and attribute.t.data_type == TensorProto.FLOAT:
                attribute.t.CopyFrom(_half(attribute.t))
            if node.op_type == "Cast" and attribute.name == "to" and attribute.i == TensorProto.FLOAT:
                attribute.i = TensorProto.FLOAT16
    for value in [*graph.input, *graph.output]:
        if value.type.tensor_type.elem_type == TensorProto.FLOAT:
            value.type.tensor_type.elem_type = TensorProto.FLOAT16
    del graph.value_info[:]
    return model


def to_bytes(model):
    """Large weights as INT8 with one scale each, restored by DequantizeLinear: what weight-only quantisers write."""
    graph, nodes = model.graph, []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < INT8_ELEMENTS_MIN:
            continue
        scale = np.float32(np.abs(values).max() / 127)
        small = np.clip(np.rint(values / scale), -127, 127).astype(np.int8)
        graph.initializer.remove(tensor)
        graph.initializer.extend([
            numpy_helper.from_array(small, f"{tensor.name}_int8"), numpy_helper.from_array(scale, f"{tensor.name}_scale"),
            numpy_helper.from_array(np.int8(0), f"{tensor.name}_zero")])
        parts = [f"{tensor.name}_{part}" for part in ("int8", "scale", "zero")]
        nodes.append(helper.make_node("DequantizeLinear", parts, [tensor.name]))
    every = [*nodes, *graph.node]
    del graph.node[:]
    graph.node.extend(every)
    return model


def _half(tensor):
    limit = np.finfo(np.float16).max
    values = np.clip(numpy_helper.to_array(tensor), -limit, limit)
    return numpy_helper.from_array(values.astype(np.float16), tensor.name)
