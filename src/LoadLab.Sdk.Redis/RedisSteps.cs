using System.Globalization;
using StackExchange.Redis;

namespace LoadLab.Sdk.Redis;

/// <summary>Redis commands as steps. An error of the server counts under its first word, such as <c>OOM</c>; a connection that is lost is a failure at once.</summary>
public static class RedisSteps
{
    private const int UsualPort = 6379;

    /// <summary>
    /// Connects. Commands without a connection fail instead of waiting in a queue, which would hide that it was gone. The library makes a lost connection anew by
    /// itself. Make one in <c>WithInit</c>, or in the setup of <c>Scenario.Create</c>, for all users.
    /// </summary>
    /// <param name="configuration">As StackExchange.Redis reads it, <c>host:port,password=…,ssl=true</c>, or <c>redis://user:password@host:port/0</c>, with <c>rediss://</c> for TLS.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    /// <exception cref="RedisConnectionException">It cannot be reached.</exception>
    public static async Task<IConnectionMultiplexer> ConnectAsync(string configuration)
    {
        var options = OptionsOf(configuration);
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AbortOnConnectFail = true;
        return await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
    }

    /// <summary>An address as other clients write it would be taken for the name of a host.</summary>
    private static ConfigurationOptions OptionsOf(string configuration)
    {
        if (!Uri.TryCreate(configuration, UriKind.Absolute, out var address) || address.Scheme is not ("redis" or "rediss"))
        {
            return ConfigurationOptions.Parse(configuration);
        }

        var options = new ConfigurationOptions { Ssl = address.Scheme == "rediss" };
        options.EndPoints.Add(address.DnsSafeHost, address.Port > 0 ? address.Port : UsualPort);
        var user = address.UserInfo.Split(':', 2);
        options.User = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        options.Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null;
        var database = address.AbsolutePath.Trim('/');
        if (database.Length > 0)
        {
            options.DefaultDatabase = int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : throw new ArgumentException($"The address of a Redis ends with the number of a database, as in redis://host:6379/0, and not with '{database}'.", nameof(configuration));
        }

        return options;
    }

    /// <summary>Runs a command, or several, as a step of this name.</summary>
    /// <typeparam name="T">What it brings.</typeparam>
    /// <param name="step">The step.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="connection">From <see cref="ConnectAsync"/>.</param>
    /// <param name="command">As <c>database => database.StringGetAsync(key)</c>.</param>
    public static Task<Response<T>> Run<T>(string step, IScenarioContext context, IConnectionMultiplexer connection, Func<IDatabase, Task<T>> command)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(command);
        return Step.Run(step, context, async () =>
        {
            try
            {
                return Response.Ok(await command(connection.GetDatabase()).WaitAsync(context.CancellationToken).ConfigureAwait(false));
            }
            catch (RedisServerException fault)
            {
                var space = fault.Message.IndexOf(' ', StringComparison.Ordinal);
                return Response.Fail<T>(space > 0 ? fault.Message[..space] : fault.Message, fault.Message, 0, FailureKind.Status);
            }
            catch (RedisTimeoutException fault)
            {
                return Response.Fail<T>("", fault.Message, 0, FailureKind.Timeout);
            }
            catch (RedisConnectionException fault)
            {
                // With a connection that was there it was lost under the command, or before it.
                return Response.Fail<T>("", fault.Message, 0, fault.FailureType is ConnectionFailureType.UnableToConnect or ConnectionFailureType.UnableToResolvePhysicalConnection ? FailureKind.Refused : FailureKind.Reset);
            }
        });
    }
}
