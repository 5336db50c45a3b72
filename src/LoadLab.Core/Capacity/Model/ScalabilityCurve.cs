namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// Gunther's Universal Scalability Law, X(N) = λN / (1 + σ(N−1) + κN(N−1)) (Gunther 2007, Guerrilla Capacity Planning, chapters 4 to 6), in the three forms that
/// the fit and its intervals need. Each parameter array stands in the order of its arguments.
/// </summary>
internal static class ScalabilityCurve
{
    /// <summary>The largest σ: the law wants it below 1.</summary>
    public const double MostContention = 1 - 1e-9;

    /// <summary>The law with λ, σ and κ.</summary>
    public static double Law(ReadOnlySpan<double> p, double n, Span<double> gradient)
    {
        var share = 1 + (p[1] * (n - 1)) + (p[2] * n * (n - 1));
        var throughput = p[0] * n / share;
        gradient[0] = n / share;
        gradient[1] = -throughput * (n - 1) / share;
        gradient[2] = -throughput * n * (n - 1) / share;
        return throughput;
    }

    /// <summary>The law with λ, σ and the place N* of its peak: κ = (1−σ)/N*².</summary>
    public static double ByPeak(ReadOnlySpan<double> p, double n, Span<double> gradient)
    {
        var (contention, coherency) = (n - 1, n * (n - 1) / (p[2] * p[2]));
        var share = 1 + (p[1] * contention) + ((1 - p[1]) * coherency);
        var throughput = p[0] * n / share;
        gradient[0] = n / share;
        gradient[1] = -throughput * (contention - coherency) / share;
        gradient[2] = throughput * 2 * (1 - p[1]) * coherency / p[2] / share;
        return throughput;
    }

    /// <summary>The law without κ, with its asymptote λ/σ and σ: Amdahl's law.</summary>
    public static double ByAsymptote(ReadOnlySpan<double> p, double n, Span<double> gradient)
    {
        var share = 1 + (p[1] * (n - 1));
        var throughput = p[0] * p[1] * n / share;
        gradient[0] = p[1] * n / share;
        gradient[1] = p[0] * n / (share * share);
        return throughput;
    }
}
