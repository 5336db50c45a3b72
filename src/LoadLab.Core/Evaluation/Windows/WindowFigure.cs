namespace LoadLab.Core.Evaluation.Windows;

/// <summary>What an indicator was in one window.</summary>
/// <param name="Second">The last second of the window, on the run's clock.</param>
/// <param name="Value">In the objective's unit; NaN without a sample.</param>
/// <param name="Samples">Samples in it.</param>
/// <param name="IsMet">
/// Whether it keeps the objective. With too few samples it never does: it is null, or false when the objective would be broken even if the missing
/// samples were all good.
/// </param>
internal readonly record struct WindowFigure(int Second, double Value, long Samples, bool? IsMet);
