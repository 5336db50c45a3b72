using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Metrics;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary><c>k6/metrics</c>: Counter, Gauge, Rate, Trend. The classes are the script's own kind; the host declares and adds.</summary>
internal static class MetricsModule
{
    /// <summary>Declares the classes over two functions of the host.</summary>
    public const string Source = """
        const own = (kind) => class {
          constructor(name, isTime) { Object.defineProperty(this, 'name', { value: String(name), enumerable: true }); this.add = adder(kind, this.name, isTime === true); }
        };
        export const Counter = own(0), Gauge = own(1), Rate = own(2), Trend = own(3);
        export default { Counter, Gauge, Rate, Trend };
        """;

    /// <summary>The function <c>adder(kind, name, isTime)</c>, which gives the metric's <c>add</c>.</summary>
    public static JsValue Adder(JsEngine engine, UserState user) => Js.Function(engine, "adder", arguments =>
    {
        var name = Js.Text(arguments.At(1));
        if (user.Stage != ScriptStage.Init)
        {
            throw Js.Error(engine, $"The metric '{name}' must be declared outside of functions, where the script is read.");
        }

        var (metric, fault) = user.Test.Metrics.Declare(name, (MetricKind)(int)Js.Number(arguments.At(0)), Js.IsTrue(arguments.At(2)));
        return metric is null ? throw Js.Error(engine, fault) : Js.Function(engine, "add", values => Add(engine, user, metric, values));
    });

    private static JsBoolean Add(JsEngine engine, UserState user, Metric metric, JsValue[] arguments)
    {
        if (user.Stage == ScriptStage.Init)
        {
            throw Js.Error(engine, $"The metric '{metric.Name}' got a value while the script is read. Add values in functions.");
        }

        var value = arguments.At(0).IsBoolean() ? (arguments.At(0).AsBoolean() ? 1 : 0) : arguments.At(0).IsNull() ? double.NaN : Js.Number(arguments.At(0));
        if (!double.IsFinite(value))
        {
            var fault = $"The metric '{metric.Name}' got a value that is no number: {Js.Text(arguments.At(0))}. It is left out.";
            if (user.Test.Requests.Throw)
            {
                throw Js.Error(engine, fault);
            }

            user.Test.Say(fault);
            return JsBoolean.False;
        }

        var tags = arguments.At(1) is ObjectInstance own ? Js.Tags(engine, own) : null;
        var given = metric.HasParts ? user.SampleTags(tags) : SampleTags.None;
        metric.Add(value, given, user.Samples);
        if (user.Context is LoadLab.Sdk.Hosting.IMetricSink sink)
        {
            metric.Record(sink, value, given);
        }

        return JsBoolean.True;
    }
}
