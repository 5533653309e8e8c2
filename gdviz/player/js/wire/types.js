// The header of a scene as gdviz/player/scene writes it: the names are those of the JSON text.

/** @import { Range } from '../base/numbers.js' */

/** @typedef {Float32Array} Table  numbers row by row */
/** @typedef {Record<string, Table>} Tables  by name; a scene leaves out those that it has no use for */
/** @typedef {'log' | 'linear' | 'quantile'} ScaleMode */
/** @typedef {{mathml: string, latex: string, text: string}} Formula */

/**
 * The grid of losses that is drawn.
 *
 * @typedef {object} SurfaceHeader
 * @property {string} id      changes with every number of the grid
 * @property {number} nx      points across
 * @property {number} ny      points upwards; 1 for a loss of one parameter
 * @property {Range} x        the window
 * @property {Range} [y]
 * @property {ScaleMode} levels   how its levels are scaled unless the reader chooses
 */

/** @typedef {Omit<SurfaceHeader, 'y'> & {y: Range, z: Table}} Surface */

/**
 * One equation of an update rule. A place for a number is written ⟦name@when⟧.
 *
 * @typedef {object} Equation
 * @property {string} name      of what it assigns
 * @property {string} mathml    in symbols
 * @property {string} numbers   MathML with places for numbers
 * @property {string} latex
 * @property {string} latex_numbers
 * @property {string} text
 * @property {string} text_numbers
 */

/**
 * One run.
 *
 * @typedef {object} RunHeader
 * @property {string} slug
 * @property {string} name
 * @property {string} color
 * @property {number[]} dash      lengths of stroke and gap in pixels; none for a solid line
 * @property {number} steps
 * @property {string} status
 * @property {string} reason      why it ended, a sentence
 * @property {string} summary
 * @property {number | null} rate   where all steps have the same
 * @property {number[] | null} evals   values, gradients and Hessians of each step, where all take the same
 * @property {string} told   what is said of its steps in place of equations; "" where it has some
 * @property {Record<string, number | null>} hyper
 * @property {{key: string, shape: number[]}[]} quantities   what is recorded of each step
 * @property {Equation[]} equations   none where they are sent later
 * @property {{key: string, label: string}[]} arrows
 * @property {number | null} [threshold]   the largest stable product of rate and curvature, where the scene
 * has the sharpness
 * @property {RestHeader} [rest]   what is known of the step at rest
 * @property {string} [preconditioner]   of the Hessian whose sharpness it is; "" for none
 */

/** @typedef {{name: string, range: Range}} DataAxis */

/**
 * The gradient of a loss over data, in formulas.
 *
 * @typedef {Formula & {loss: Formula, slope: Formula | null, factor: string}} GradientFormula
 */

/**
 * The data behind a loss.
 *
 * @typedef {object} DataHeader
 * @property {'line' | 'points' | 'plane'} kind   a curve, predicted against actual values, or regions of
 * classes
 * @property {number} drawn       points that are drawn
 * @property {number} at_drawn    rows that lie at them
 * @property {number} rows        rows of the data that are fitted
 * @property {number} [test_drawn]   points of these that are drawn, behind the others
 * @property {number} [test_rows]   rows that are held out
 * @property {string[]} classes
 * @property {number} scores      scores of a row
 * @property {number} width       columns of the design's matrix
 * @property {string[]} parameters
 * @property {number[]} axes      the parameters that span the picture of the loss
 * @property {(number | null)[]} at   where that picture holds the others
 * @property {boolean} follow     whether it is to hold them at the play head's
 * @property {number | null} step   the step whose parameters it holds
 * @property {number[] | null} best   the optimum
 * @property {(number | null)[] | null} [found]   the best fit in the picture: parameters and loss; null
 * where it is not in it
 * @property {string} [best_name]   what the model is called that is drawn beside those of the runs
 * @property {number} [tabled]    of how many iterates predictions are sent at most, for a model whose
 * scores are not computed in the browser
 * @property {{power: 1 | 2, factor: number} | null} [residual]   what a row costs, where that is a power of
 * its residual
 * @property {'mean' | 'half mean' | 'sum'} [average]   over the rows
 * @property {number | null} [margin]   beyond which the loss pulls at no row
 * @property {Codes} [codes]   of the scores at the cells of a formula's regions
 * @property {DataAxis} x
 * @property {DataAxis} y
 * @property {number} [across]   features that span the picture of classes
 * @property {[name: string, value: number, mean: boolean][]} [held]   the other features, where the picture
 * holds them, and whether that is the mean of the rows
 * @property {[number, number]} [grid]   cells across and upwards
 * @property {number} [batch]       rows of the largest batch
 * @property {number | null} [batch_rows]   rows of every batch; null where they differ
 * @property {number[] | null} [told]   the parameters whose arithmetic is sent; null: all
 * @property {number | null} [looks]    of how many iterates of a run the model is sent at most; null: of all
 * @property {string[]} [row_columns]     of the table of rows
 * @property {GradientFormula} [gradient]
 * @property {string} [penalty]   a digest of the penalty's grid
 * @property {NetworkHeader} [network]   where the model is a network
 */

/** How numbers are coded. @typedef {{origin: number, fine: number, steps: number}} Codes */

/**
 * A network.
 *
 * @typedef {object} NetworkHeader
 * @property {number[]} sizes     inputs, units of each hidden layer, scores
 * @property {string[]} inputs    their names
 * @property {string[]} features
 * @property {string} target
 * @property {string} activation
 * @property {string[]} unit_axes   the features that the picture of a unit is over: across, upwards
 * @property {[number, number]} unit_grid   cells of the picture of a unit, across and upwards
 * @property {Codes} codes   how numbers are coded
 */

/**
 * The step at rest: what is known of it exactly, with the passes of one row. Null is not finite.
 *
 * @typedef {object} RestHeader
 * @property {number} place      in the record of the run in focus
 * @property {[number, number]} grid        of its predictions
 * @property {[number, number]} unit_grid   of its units
 * @property {boolean} exact_units   whether what they put out is sent as it is, not as codes
 * @property {number} row        from 1
 * @property {number[]} features
 * @property {string | number} target
 * @property {number[]} targets  as the loss has them
 * @property {(number | null)[][]} signals   the inputs, then what each hidden layer puts out
 * @property {(number | null)[][]} sums      weighted sums of each layer; the last are the scores
 * @property {(number | null)[][]} slopes    of each hidden layer
 * @property {(number | null)[][]} deltas    derivatives of the row's cost by the sums of each layer
 * @property {number | null} cost
 */

/**
 * The plane of many parameters that the picture shows.
 *
 * @typedef {object} PlaneHeader
 * @property {string} kind
 * @property {string} of      name of the method whose path it was taken of; "" for none
 * @property {number[] | null} shares   of that path's squared distances from its end, along each direction
 * @property {string} told    which plane it is, a sentence
 */

/**
 * @typedef {object} SceneHeader
 * @property {string} run         changes with everything in the scene
 * @property {string} title
 * @property {string[]} names     of the picture's one or two parameters
 * @property {string} value_name
 * @property {boolean} maximize
 * @property {SurfaceHeader} surface
 * @property {'equal' | 'free'} axes
 * @property {number | null} minimum   the lowest value, where it is known
 * @property {(number | null)[][]} minima   parameters and value of each
 * @property {string | null} formula   MathML
 * @property {(number | null)[] | null} start
 * @property {string | null} focus   the run whose arithmetic is shown
 * @property {'steps' | 'epochs' | 'evaluations' | 'time'} over   what the curves are first drawn over
 * @property {(number | null)[]} seconds   of computing that a step of each run took on average, as measured
 * @property {RunHeader[]} competitors
 * @property {DataHeader} [data]
 * @property {PlaneHeader} [plane]
 * @property {[name: string, id: string, packed: number, size: number][]} parts   with their bytes packed (0:
 * only named) and unpacked
 * @property {string} [page]      where the player is
 * @property {number} [sent]      number of the scene; later ones have larger ones
 * @property {number} [opened]    how often the page has opened a scene
 * @property {number} [head]      row of the run in focus at which the page looks; the play head opens there
 * @property {number[] | null} [at]   the point that the page looks at; null: where the run is
 * @property {string[]} [listens] what the page wants to be told
 * @property {Control[]} [controls]   sliders of the legend; none in a file without a server
 * @property {Record<string, string>} [refused]   by the name of what was dragged, why it cannot be there
 * @property {number} [edit]      number of the last edit of the data
 * @property {Explored | null} [explored]   the model that is tried by hand
 * @property {Looked | null} [looked]   the local model under the pointer
 * @property {number} [heard]     number of the newest event of the player that this answers
 * @property {number} [rest]      milliseconds that the hand is to wait before it asks again
 * @property {{key: string, scenes: [value: number, length: number][]}} [ahead]   scenes for other values of a
 * control, and their bytes; they come behind the last part
 */

/**
 * A model that is tried by hand: its parameters in the picture, its loss and the penalty in it (null: not
 * finite).
 *
 * @typedef {{x: number, y: number, loss: number | null, penalty: number | null}} Explored
 */

/**
 * A local quadratic model with single steps from a point: names of rules and of classes, and a row of each
 * table.
 *
 * @typedef {object} Looked
 * @property {number[]} at   its one or two coordinates
 * @property {{name: string, short: string, color: string}[]} single_steps
 * @property {string[]} classes
 * @property {Record<string, (number | null)[]>} tables   null: not finite
 */

/**
 * A slider of the legend.
 *
 * @typedef {object} Control
 * @property {string} key
 * @property {string | null} of   slug of the competitor that it belongs to; null: what is descended
 * @property {string} label
 * @property {number} low
 * @property {number} high
 * @property {number} value
 * @property {boolean} log       whether its scale is logarithmic
 * @property {boolean} whole     whole numbers only
 * @property {boolean} main      stands beside the name; the others are unfolded
 * @property {string} help
 * @property {{value: number, label: string} | null} limit   of the stable rates, where it is known
 * @property {string} complaint  why what was typed cannot be chosen
 * @property {boolean} [open]    whether a number beyond the ends of its track may be typed
 */

export {};
