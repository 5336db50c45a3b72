using System.Net.Sockets;
using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Data;
using LoadLab.ReferenceLms.Data.Generation;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Hosting;

/// <summary>Runs the service as a process.</summary>
internal static class LmsHost
{
    /// <summary>Ended by SIGTERM or Ctrl-C.</summary>
    public const int Ok = 0;

    /// <summary>Wrong configuration, or an environment in which the service can't start.</summary>
    public const int BadConfiguration = 104;

    private const string PrepareSwitch = "--prepare";

    /// <summary>Serves until it is told to end.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        // Taken out first: the command line provider would read the argument after it as its value.
        var prepare = args.Contains(PrepareSwitch, StringComparer.Ordinal);
        var builder = WebApplication.CreateSlimBuilder([.. args.Where(arg => arg != PrepareSwitch)]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var options = LmsConfiguration.Read(builder.Configuration, out var faults);
        if (faults.Count > 0)
        {
            await error.WriteLineAsync($"The LMS can't start. Its configuration has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}:").ConfigureAwait(false);
            foreach (var fault in faults)
            {
                await error.WriteLineAsync($"- {fault}").ConfigureAwait(false);
            }

            return BadConfiguration;
        }

        builder.Services.AddLms(options);
        var app = builder.Build();
        await using (app.ConfigureAwait(false))
        {
            app.UseLms();
            return await ServeAsync(app, prepare, output, error).ConfigureAwait(false);
        }
    }

    private static async Task<int> ServeAsync(WebApplication app, bool prepare, TextWriter output, TextWriter error)
    {
        try
        {
            if (prepare)
            {
                await PrepareAsync(app.Services, error).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or SocketException)
        {
            await error.WriteLineAsync($"The LMS can't prepare its database: {fault.Message} Check ConnectionStrings:Postgres and that Postgres runs.").ConfigureAwait(false);
            return BadConfiguration;
        }

        try
        {
            // Connected before the first request, not by it.
            app.Services.GetRequiredService<IConnectionMultiplexer>();
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            await error.WriteLineAsync($"The LMS can't listen: {fault.Message} Choose another port with --urls.").ConfigureAwait(false);
            return BadConfiguration;
        }

        await output.WriteLineAsync("ready").ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
        await app.WaitForShutdownAsync().ConfigureAwait(false);
        return Ok;
    }

    private static async Task PrepareAsync(IServiceProvider services, TextWriter error)
    {
        await services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None).ConfigureAwait(false);
        if (await services.GetRequiredService<DataSeeder>().SeedAsync(CancellationToken.None).ConfigureAwait(false) is { } present)
        {
            await error.WriteLineAsync(
                $"warning: the database keeps the data that it has ({present}), which is not what is configured "
                + $"({services.GetRequiredService<LmsOptions>().Data}). Use an empty database to get the latter.").ConfigureAwait(false);
        }
    }
}
