namespace LoadLab.Sdk;

/// <summary>One part of a load, a pure description. Closed parts hold a number of virtual users; open parts start iterations at a rate.</summary>
public abstract record LoadSimulation
{
    /// <summary>A little less than the longest <see cref="TimeSpan"/>.</summary>
    private const double LongestSeconds = 9e11;

    private protected LoadSimulation()
    {
    }

    /// <summary>How long the part lasts. A part that ends with its iterations, whenever that is, says <see cref="TimeSpan.Zero"/>.</summary>
    public abstract TimeSpan During { get; }

    /// <summary>Closed: <paramref name="Copies"/> virtual users, each starting its next iteration after think time or pacing.</summary>
    public sealed record KeepConstantPart(int Copies, TimeSpan Length) : LoadSimulation
    {
        /// <inheritdoc/>
        public override TimeSpan During => Length;
    }

    /// <summary>Closed: from the number before to <paramref name="Copies"/> virtual users, continuously.</summary>
    public sealed record RampingConstantPart(int Copies, TimeSpan Length) : LoadSimulation
    {
        /// <inheritdoc/>
        public override TimeSpan During => Length;
    }

    /// <summary>Open: evenly spaced starts at <paramref name="RatePerSecond"/>.</summary>
    public sealed record InjectPart(double RatePerSecond, TimeSpan Length) : LoadSimulation
    {
        /// <inheritdoc/>
        public override TimeSpan During => Length;
    }

    /// <summary>Open: the rate goes continuously from the one before to <paramref name="RatePerSecond"/>.</summary>
    public sealed record RampingInjectPart(double RatePerSecond, TimeSpan Length) : LoadSimulation
    {
        /// <inheritdoc/>
        public override TimeSpan During => Length;
    }

    /// <summary>Open: every <paramref name="Interval"/>, a number of starts drawn uniformly from <paramref name="Min"/> to <paramref name="Max"/>, evenly spaced.</summary>
    public sealed record InjectRandomPart(double Min, double Max, TimeSpan Interval, TimeSpan Length) : LoadSimulation
    {
        /// <inheritdoc/>
        public override TimeSpan During => Length;
    }

    /// <summary>Open: Poisson arrivals, independent exponential gaps with mean 1 / <paramref name="RatePerSecond"/>.</summary>
    public sealed record PoissonPart(double RatePerSecond, TimeSpan Length) : LoadSimulation
    {
        /// <inheritdoc/>
        public override TimeSpan During => Length;
    }

    /// <summary>No load.</summary>
    public sealed record PausePart(TimeSpan Length) : LoadSimulation
    {
        /// <inheritdoc/>
        public override TimeSpan During => Length;
    }

    /// <summary>Closed: <paramref name="Copies"/> virtual users share <paramref name="Iterations"/> iterations, then end.</summary>
    public sealed record IterationsForConstantPart(int Copies, long Iterations) : LoadSimulation
    {
        /// <inheritdoc/>
        public override TimeSpan During => TimeSpan.Zero;
    }

    /// <summary>Open: <paramref name="Iterations"/> evenly spaced starts at <paramref name="RatePerSecond"/>, then ends.</summary>
    public sealed record IterationsForInjectPart(double RatePerSecond, long Iterations) : LoadSimulation
    {
        /// <summary>Iterations / rate; <see cref="TimeSpan.MaxValue"/> when that is no length of time, as with a rate of 0.</summary>
        public override TimeSpan During => Iterations / RatePerSecond is >= 0 and < LongestSeconds and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.MaxValue;
    }
}

/// <summary>Makes load simulations; names and arguments as in NBomber, rates also fractional.</summary>
public static class Simulation
{
    /// <summary>Closed: <paramref name="copies"/> virtual users for <paramref name="during"/>.</summary>
    public static LoadSimulation KeepConstant(int copies, TimeSpan during) => new LoadSimulation.KeepConstantPart(copies, during);

    /// <summary>Closed: ramps to <paramref name="copies"/> virtual users.</summary>
    public static LoadSimulation RampingConstant(int copies, TimeSpan during) => new LoadSimulation.RampingConstantPart(copies, during);

    /// <summary>Open: <paramref name="rate"/> starts every <paramref name="interval"/>, evenly spaced.</summary>
    public static LoadSimulation Inject(double rate, TimeSpan interval, TimeSpan during) =>
        new LoadSimulation.InjectPart(rate / interval.TotalSeconds, during);

    /// <summary>Open: ramps to <paramref name="rate"/> starts every <paramref name="interval"/>.</summary>
    public static LoadSimulation RampingInject(double rate, TimeSpan interval, TimeSpan during) =>
        new LoadSimulation.RampingInjectPart(rate / interval.TotalSeconds, during);

    /// <summary>Open: every <paramref name="interval"/>, from <paramref name="minRate"/> to <paramref name="maxRate"/> starts.</summary>
    public static LoadSimulation InjectRandom(double minRate, double maxRate, TimeSpan interval, TimeSpan during) =>
        new LoadSimulation.InjectRandomPart(minRate, maxRate, interval, during);

    /// <summary>Open: Poisson arrivals, <paramref name="rate"/> every <paramref name="interval"/> on average.</summary>
    public static LoadSimulation Poisson(double rate, TimeSpan interval, TimeSpan during) =>
        new LoadSimulation.PoissonPart(rate / interval.TotalSeconds, during);

    /// <summary>No load for <paramref name="during"/>.</summary>
    public static LoadSimulation Pause(TimeSpan during) => new LoadSimulation.PausePart(during);

    /// <summary>Closed: <paramref name="copies"/> virtual users share <paramref name="iterations"/> iterations.</summary>
    public static LoadSimulation IterationsForConstant(int copies, long iterations) =>
        new LoadSimulation.IterationsForConstantPart(copies, iterations);

    /// <summary>Open: <paramref name="iterations"/> starts at <paramref name="rate"/> every <paramref name="interval"/>.</summary>
    public static LoadSimulation IterationsForInject(double rate, TimeSpan interval, long iterations) =>
        new LoadSimulation.IterationsForInjectPart(rate / interval.TotalSeconds, iterations);
}
