"""Ready-made scenes of the data pages; see `gdviz.ui.scenes`."""

REGRESSION = {
    "A line finds its place":
        ("The start is slope 0 and intercept 0; watch the line turn into the points as the path runs down the bowl.",
         "opt=gd,momentum,adam"),
    "A ravine of heights":
        ("Galton's heights are all near 68 inches, so slope and intercept pull together: the loss is a ravine, and descent crawls.",
         "data=galton&opt=gd,momentum,adam&steps=400"),
    "Standardise, and it is a bowl":
        ("The same heights, standardised: centre 0, deviation 1. Now the loss is round and a few steps suffice.",
         "data=galton&scaling=standardise&opt=gd,momentum,adam&steps=60"),
    "Outliers pull":
        ("Squared error bends the line towards the outliers. Pick Huber or absolute error as the loss and it lets go.",
         "data=outliers&opt=gd,adam&steps=200"),
    "Stochastic gradient descent":
        ("Each step sees 4 of the points, highlighted; the path staggers downhill and never quite settles.",
         "data=line&batch=4&opt=gd,momentum&steps=200"),
    "Half, all, and twice the limit":
        ("A quadratic has a largest stable rate, 2/lambda_max: the tab Fit tells it, and sets the rate to it or to half of it.",
         "data=line&opt=gd&steps=60&gd.lr=0.09"),
    "Lasso by proximal steps":
        ("Under an L1 penalty the proximal step makes weights exactly 0; plain steps with the subgradient hop around it.",
         "data=cars&x=wt,qsec&penalty=l1&penalty.strength=5&contour=1&opt=gd,ista,fista&steps=150"),
    "A polynomial of degree 7":
        ("Still linear in its weights: but the powers of x resemble each other, and the valley is long.",
         "data=curve&degree=7&opt=gd,momentum,adam&steps=500"),
    "The textbook's four points":
        ("Its exact solution is (1, 0). On paper descent is often stopped early in the flat valley, far from it.",
         "data=textbook&x=x1,x2&opt=gd,momentum,adam&steps=500"),
}
CLASSIFICATION = {
    "Logistic regression":
        ("Two clouds; the line turns until the probabilities fit. The shading is the model at the play head.",
         "opt=gd,momentum,adam"),
    "Weights without end":
        ("Separable data and no penalty: there is no minimum, the loss creeps to 0 while the weights grow.",
         "data=separable&opt=gd,momentum&steps=300"),
    "A penalty stops them":
        ("The same data with a ridge penalty: now there is a minimum, and the paths end in it.",
         "data=separable&penalty=l2&penalty.strength=0.05&contour=1&opt=gd,momentum&steps=300"),
    "The support vector machine":
        ("Hinge loss with a ridge penalty: only points within the margin pull.",
         "data=blobs&loss=hinge&penalty=l2&penalty.strength=0.05&opt=gd,momentum&steps=200"),
    "Two moons":
        ("A straight line cannot part them; with cubic features the boundary bends, and the model stays linear in its weights.",
         "data=moons&penalty=l2&penalty.strength=0.001&opt=gd,momentum,adam&steps=400"),
    "Three classes":
        ("One score a class, the largest wins: three regions that meet in a point.",
         "data=three_classes&loss=softmax&opt=gd,adam&steps=200"),
    "Fisher's iris":
        ("One species is apart, two overlap; petal length and width almost tell them.",
         "data=iris&loss=softmax&scaling=standardise&opt=gd,momentum,adam&steps=300"),
    "Noisy steps":
        ("Mini-batches of 5: the path staggers, the accuracy hardly minds.",
         "batch=5&opt=gd,adam&steps=200"),
}
