using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Makes backups while the load runs, one after the other with a pause between them, and counts those that were good: dumped, restored and found
/// equal. The first begins with the first sample. One that still runs at the end is ended, and is neither good nor bad.
/// </summary>
internal sealed class BackupProbe : IProbe
{
    private readonly Func<CancellationToken, Task> _backUp;
    private readonly TimeSpan _pause;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private Task? _loop;
    private long _good;
    private long _ended;
    private double _lastSeconds = double.NaN;
    private string? _firstFault;

    /// <summary>A probe of one database.</summary>
    /// <param name="connectionString">Npgsql connection string of a role that may create databases.</param>
    /// <param name="tools">Directory of <c>pg_dump</c> and <c>pg_restore</c>.</param>
    /// <param name="pause">From the end of a backup to the next one.</param>
    /// <param name="time">The time; the system's by default.</param>
    public BackupProbe(string connectionString, string tools, TimeSpan pause, TimeProvider? time = null)
        : this(new PostgresBackup(connectionString, tools).RunAsync, pause, time ?? TimeProvider.System)
    {
    }

    internal BackupProbe(Func<CancellationToken, Task> backUp, TimeSpan pause, TimeProvider time) => (_backUp, _pause, _time) = (backUp, pause, time);

    /// <inheritdoc/>
    public string Name => "backup";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures { get; } =
    [
        new(MeasureNames.BackupGood, "backups", MeasureAggregation.Delta, "Backups that were dumped, restored and found equal"),
        new(MeasureNames.BackupTotal, "backups", MeasureAggregation.Delta, "Backups that ended"),
        new(MeasureNames.BackupTime, "s", MeasureAggregation.Last, "Time of the last backup with its restore"),
    ];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken)
    {
        _loop ??= Task.Run(LoopAsync, CancellationToken.None);
        return ValueTask.FromResult<IReadOnlyList<double>>([Interlocked.Read(ref _good), Interlocked.Read(ref _ended), Volatile.Read(ref _lastSeconds)]);
    }

    /// <inheritdoc/>
    public ValueTask<ProbeSummary> SummarizeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new ProbeSummary([], _firstFault is null ? [] :
    [
        new Finding(
            "backup", FindingSeverity.Warning,
            string.Create(CultureInfo.InvariantCulture, $"{_ended - _good} of {_ended} backups failed; the first: {_firstFault}"),
            "every backup can be restored, and has the rows that were saved",
            "Look at the log of Postgres; pg_dump must not be older than the server."),
    ]));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_loop is not null)
            await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var start = _time.GetTimestamp();
            try
            {
                await _backUp(_stop.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _good);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                _firstFault ??= fault.Message;
            }

            Volatile.Write(ref _lastSeconds, _time.GetElapsedTime(start).TotalSeconds);
            Interlocked.Increment(ref _ended);
            await Task.Delay(_pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
