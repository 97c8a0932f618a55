"""A small deck: a card that draws a heatmap, and a choice."""

MAPS = """
format = 1
[deck]
id = "maps"
title = "Maps"
topic = "Testing"

[[card]]
id = "mask"
kind = "predict"
level = "screen"
order = 10
prompt = "What is `y`?"
snippet = \"\"\"
import torch
torch.manual_seed(0)
y = torch.tensor([1., 0., 3.]) / (1 - 0.2)
picture = torch.rand(12, 24)
\"\"\"
ask = "y"
show = { picture = "heatmap" }
hints = ["Divide by 0.8."]
explain = "Survivors are scaled.\\n\\nIn the interview: \\"they are scaled.\\""

[[card]]
id = "where"
kind = "choice"
level = "screen"
order = 20
prompt = "Where is it scaled?"
options = [
  { text = "in training", correct = true },
  { text = "in inference", because = "Not there." },
]
"""
