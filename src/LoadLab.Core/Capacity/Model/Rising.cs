namespace LoadLab.Core.Capacity.Model;

/// <summary>Isotonic regression by pooling adjacent violators (Ayer and others 1955): the nearest series that never falls.</summary>
internal static class Rising
{
    /// <summary>The series, each value the weighted mean of its pool.</summary>
    public static double[] Pool(double[] values, double[] weights)
    {
        var pools = new Stack<(double Mean, double Weight, int Count)>();
        for (var i = 0; i < values.Length; i++)
        {
            var pool = (Mean: values[i], Weight: weights[i], Count: 1);
            while (pools.Count > 0 && pools.Peek().Mean >= pool.Mean)
            {
                var before = pools.Pop();
                var weight = before.Weight + pool.Weight;
                pool = (((before.Mean * before.Weight) + (pool.Mean * pool.Weight)) / weight, weight, before.Count + pool.Count);
            }

            pools.Push(pool);
        }

        return [.. pools.Reverse().SelectMany(pool => Enumerable.Repeat(pool.Mean, pool.Count))];
    }
}
