namespace LoadLab.Sdk;

/// <summary>The forms of a log call that scenarios written for Serilog use.</summary>
public static class ScenarioLoggerExtensions
{
    /// <summary>Something to look at, and the exception that it came from.</summary>
    public static void Warning(this IScenarioLogger logger, Exception? exception, string messageTemplate, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(logger);
        logger.Warning(With(exception, messageTemplate), With(exception, values));
    }

    /// <summary>What went wrong, and the exception that it came from.</summary>
    public static void Error(this IScenarioLogger logger, Exception? exception, string messageTemplate, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(logger);
        logger.Error(With(exception, messageTemplate), With(exception, values));
    }

    /// <summary>Written as an error.</summary>
    public static void Fatal(this IScenarioLogger logger, string messageTemplate, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(logger);
        logger.Error(messageTemplate, values);
    }

    /// <summary>Written as an error.</summary>
    public static void Fatal(this IScenarioLogger logger, Exception? exception, string messageTemplate, params object?[] values) =>
        logger.Error(exception, messageTemplate, values);

    private static string With(Exception? exception, string messageTemplate) => exception is null ? messageTemplate : messageTemplate + ": {Exception}";

    private static object?[] With(Exception? exception, object?[] values) =>
        exception is null ? values : [.. values, $"{exception.GetType().Name}: {exception.Message}"];
}
