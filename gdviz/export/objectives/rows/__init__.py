"""Losses over rows of data, a module for each kind of model."""

from gdviz.export.objectives.rows import linear as linear
from gdviz.export.objectives.rows import model as model
from gdviz.export.objectives.rows import network as network
