using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>
/// Gives iterations their data. Thread-safe. Which item that is depends on the number of the iteration or of the virtual user among those of its scenario, so the same
/// seed gives the same data, on one machine or on many. Each phase begins anew, but for <see cref="DataFeed.Once{T}(IReadOnlyList{T}, string)"/>.
/// </summary>
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
    /// <summary>Items in order, from the start again after the last. Within one iteration always the same one.</summary>
    public static IDataFeed<T> Circular<T>(IReadOnlyList<T> data) => new CircularFeed<T>(NotEmpty(data));

    /// <inheritdoc cref="Circular{T}(IReadOnlyList{T})"/>
    /// <remarks><paramref name="data"/> is read once, now.</remarks>
    public static IDataFeed<T> Circular<T>(IEnumerable<T> data) => Circular(ReadAll(data));

    /// <summary>Each iteration a random item, from the plan's seed.</summary>
    public static IDataFeed<T> Random<T>(IReadOnlyList<T> data) => new RandomFeed<T>(NotEmpty(data));

    /// <inheritdoc cref="Random{T}(IReadOnlyList{T})"/>
    /// <remarks><paramref name="data"/> is read once, now.</remarks>
    public static IDataFeed<T> Random<T>(IEnumerable<T> data) => Random(ReadAll(data));

    /// <summary>Each virtual user one item, always the same. Where there are more users than items, some share one.</summary>
    public static IDataFeed<T> Constant<T>(IReadOnlyList<T> data) => new ConstantFeed<T>(NotEmpty(data));

    /// <inheritdoc cref="Constant{T}(IReadOnlyList{T})"/>
    /// <remarks><paramref name="data"/> is read once, now.</remarks>
    public static IDataFeed<T> Constant<T>(IEnumerable<T> data) => Constant(ReadAll(data));

    /// <summary>
    /// Each item once, in order, over the whole run. Of several machines each has every n-th item. After the last one the scenario starts no more iterations, and a
    /// finding of the run says so: an item is never given twice. Make it in <c>WithInit</c>, so that a run that is made again begins anew.
    /// </summary>
    /// <param name="data">The items.</param>
    /// <param name="name">What it is called in the finding: <c>users.csv</c>.</param>
    public static IDataFeed<T> Once<T>(IReadOnlyList<T> data, string name = "") => new OnceFeed<T>(NotEmpty(data), name);

    /// <inheritdoc cref="Once{T}(IReadOnlyList{T}, string)"/>
    /// <remarks><paramref name="data"/> is read once, now.</remarks>
    public static IDataFeed<T> Once<T>(IEnumerable<T> data, string name = "") => Once(ReadAll(data), name);

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
        public T GetNextItem(IScenarioContext context) => data[(int)(context.ScenarioIterationNumber % data.Count)];
    }

    private sealed class RandomFeed<T>(IReadOnlyList<T> data) : IDataFeed<T>
    {
        public T GetNextItem(IScenarioContext context) => data[context.Random.Next(data.Count)];
    }

    private sealed class OnceFeed<T>(IReadOnlyList<T> data, string name) : IDataFeed<T>
    {
        private long _taken;

        public T GetNextItem(IScenarioContext context)
        {
            var item = ((Interlocked.Increment(ref _taken) - 1) * context.ShardCount) + context.ShardIndex;
            if (item >= data.Count)
            {
                var reason = Text(context);
                (context as IStepSink)?.FeedEnded(reason);
                throw new DataFeedEndedException(reason);
            }

            return data[(int)item];
        }

        private string Text(IScenarioContext context) => FormattableString.Invariant($"all {data.Count:#,0} items of the data feed{(name.Length > 0 ? $" '{name}'" : "")} are used")
            + (context.ShardCount > 1 ? FormattableString.Invariant($" (shard {context.ShardIndex}/{context.ShardCount} has every {context.ShardCount}th)") : "");
    }

    private sealed class ConstantFeed<T>(IReadOnlyList<T> data) : IDataFeed<T>
    {
        public T GetNextItem(IScenarioContext context) => data[context.ScenarioUserNumber % data.Count];
    }
}
