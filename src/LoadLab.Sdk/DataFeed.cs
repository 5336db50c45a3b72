namespace LoadLab.Sdk;

/// <summary>Gives iterations their data. Thread-safe: an item depends on the iteration's number only, so the same seed gives the same data and shards never overlap.</summary>
/// <typeparam name="T">The items' type.</typeparam>
public interface IDataFeed<T>
{
    /// <summary>The item of this iteration.</summary>
    T GetNextItem(IScenarioContext context);

    /// <summary>The item of the iteration that runs under this <c>context.ScenarioInfo</c>: the same as with the context itself. As in NBomber.</summary>
    /// <exception cref="InvalidOperationException">The information was not made by the engine, so no iteration is known.</exception>
    T GetNextItem(ScenarioInfo scenarioInfo)
    {
        ArgumentNullException.ThrowIfNull(scenarioInfo);
        return GetNextItem(scenarioInfo.Context
            ?? throw new InvalidOperationException("This ScenarioInfo belongs to no running iteration. Pass the context: feed.GetNextItem(context)."));
    }
}

/// <summary>Makes data feeds.</summary>
public static class DataFeed
{
    /// <summary>Items in order, from the start again after the last.</summary>
    public static IDataFeed<T> Circular<T>(IReadOnlyList<T> data) => new CircularFeed<T>(NotEmpty(data));

    /// <inheritdoc cref="Circular{T}(IReadOnlyList{T})"/>
    /// <remarks><paramref name="data"/> is read once, now.</remarks>
    public static IDataFeed<T> Circular<T>(IEnumerable<T> data) => Circular(ReadAll(data));

    /// <summary>Each iteration a random item, from the plan's seed.</summary>
    public static IDataFeed<T> Random<T>(IReadOnlyList<T> data) => new RandomFeed<T>(NotEmpty(data));

    /// <inheritdoc cref="Random{T}(IReadOnlyList{T})"/>
    /// <remarks><paramref name="data"/> is read once, now.</remarks>
    public static IDataFeed<T> Random<T>(IEnumerable<T> data) => Random(ReadAll(data));

    /// <summary>Each virtual user one item, always the same.</summary>
    public static IDataFeed<T> Constant<T>(IReadOnlyList<T> data) => new ConstantFeed<T>(NotEmpty(data));

    /// <inheritdoc cref="Constant{T}(IReadOnlyList{T})"/>
    /// <remarks><paramref name="data"/> is read once, now.</remarks>
    public static IDataFeed<T> Constant<T>(IEnumerable<T> data) => Constant(ReadAll(data));

    private static T[] ReadAll<T>(IEnumerable<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return [.. data];
    }

    private static IReadOnlyList<T> NotEmpty<T>(IReadOnlyList<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Count > 0 ? data : throw new ArgumentException("A data feed needs at least one item.", nameof(data));
    }

    private sealed class CircularFeed<T>(IReadOnlyList<T> data) : IDataFeed<T>
    {
        public T GetNextItem(IScenarioContext context) => data[(int)(context.IterationNumber % data.Count)];
    }

    private sealed class RandomFeed<T>(IReadOnlyList<T> data) : IDataFeed<T>
    {
        public T GetNextItem(IScenarioContext context) => data[context.Random.Next(data.Count)];
    }

    private sealed class ConstantFeed<T>(IReadOnlyList<T> data) : IDataFeed<T>
    {
        public T GetNextItem(IScenarioContext context) => data[context.ScenarioInfo.InstanceNumber % data.Count];
    }
}
