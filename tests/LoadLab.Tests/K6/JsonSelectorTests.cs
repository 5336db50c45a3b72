namespace LoadLab.Tests.K6;

/// <summary>Selectors of <c>Response.json</c>: what is expected is what k6 2.2 gave for the same answer.</summary>
public sealed class JsonSelectorTests
{
    [Theory]
    [InlineData("a", "1")]
    [InlineData("n", "null")]
    [InlineData("missing", null)]
    [InlineData("", null)]
    [InlineData("a.b", null)]
    [InlineData("arr.9", null)]
    [InlineData("arr.-1", null)]
    [InlineData("arr.#", "2")]
    [InlineData("arr.1.name", "\"two\"")]
    [InlineData("arr.#.name", "[\"one\",\"two\"]")]
    [InlineData("arr.#.tags", "[[\"p\",\"q\"],[]]")]
    [InlineData("arr.#.tags.0", "[\"p\"]")]
    [InlineData("arr.#.missing", "[]")]
    [InlineData("deep.dotted\\.key", "5")]
    [InlineData("deep.x.y.1.0", "2")]
    [InlineData("friends.#(last==\"Murphy\").first", "\"Dale\"")]
    [InlineData("friends.#(last==\"Murphy\")#.first", "[\"Dale\",\"Jane\"]")]
    [InlineData("friends.#(age>45)#.last", "[\"Craig\",\"Murphy\"]")]
    [InlineData("friends.#(age<=44).first", "\"Dale\"")]
    [InlineData("friends.#(age!=44).first", "\"Roger\"")]
    [InlineData("friends.#(first%\"D*\").last", "\"Murphy\"")]
    [InlineData("friends.#(first!%\"D*\")#.first", "[\"Roger\",\"Jane\"]")]
    [InlineData("friends.#(nets.#(==\"fb\"))#.first", "[]")]
    [InlineData("arr.#(tags.#(==\"q\"))#.id", "[1]")]
    [InlineData("arr.#(id=2).name", "\"two\"")]
    [InlineData("fri*.0.first", "\"Dale\"")]
    [InlineData("fr?ends.1.last", "\"Craig\"")]
    [InlineData("friends|0.first", "\"Dale\"")]
    [InlineData("friends.#.first|0", "\"Dale\"")]
    [InlineData("a|@this", "1")]
    [InlineData("friends.@reverse.0.first", "\"Jane\"")]
    public void A_selector_finds_what_it_finds_in_k6(string selector, string? expected) => Select(selector).Should().Be(expected);

    [Theory]
    [InlineData("{a,n}", "*makes a new value, which is not there*")]
    [InlineData("friends.@group", "*The modifier '@group' of a selector is not there. Known: @this*")]
    [InlineData("friends.#(age>45", "*has no ')' at its end*")]
    public void What_is_not_there_is_refused(string selector, string message) => FluentActions.Invoking(() => Select(selector)).Should().Throw<Jint.Runtime.JavaScriptException>().WithMessage(message);

    private static string? Select(string selector)
    {
        var engine = new Jint.Engine();
        var root = LoadLab.K6.Modules.Js.Parse(engine, """
            {"a":1,"n":null,"arr":[{"id":1,"name":"one","tags":["p","q"]},{"id":2,"name":"two","tags":[]}],"deep":{"dotted.key":5,"x":{"y":[1,[2,3]]}},
            "friends":[{"first":"Dale","last":"Murphy","age":44},{"first":"Roger","last":"Craig","age":68},{"first":"Jane","last":"Murphy","age":47}]}
            """);
        return LoadLab.K6.Modules.Js.Json(engine, LoadLab.K6.Modules.JsonSelector.Select(engine, root, selector));
    }
}
