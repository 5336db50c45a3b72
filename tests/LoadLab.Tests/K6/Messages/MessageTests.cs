using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using LoadLab.K6.Messages;
using LoadLab.Tests.K6.Messages.Generated;

namespace LoadLab.Tests.K6.Messages;

/// <summary>Messages whose types are known at run time, against Google's generated types, its reader and its writer of JSON.</summary>
public sealed class MessageTests
{
    private static readonly IReadOnlyList<FileDescriptor> s_files = ProtoFiles.Compile(["."], ["every.proto"], path =>
        Path.GetFileName(path) == "every.proto" ? File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "K6", "Messages", "every.proto")) : null);

    private static readonly MessageTypes s_types = TypesOf(s_files);
    private static readonly MessageDescriptor s_type = s_types.Message("every.Every")!;
    private static readonly TypeRegistry s_registry = TypeRegistry.FromFiles(Every.Descriptor.File);
    private static readonly JsonParser s_parser = new(JsonParser.Settings.Default.WithTypeRegistry(s_registry));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_messages_go_both_ways_as_with_Googles_own_types(int seed)
    {
        var source = new RandomMessage(new Random(seed));
        var formatter = new JsonFormatter(JsonFormatter.Settings.Default.WithTypeRegistry(s_registry));
        for (var i = 0; i < 200; i++)
        {
            var message = source.Every();
            var read = WireReader.Read(s_type, message.ToByteArray());

            Every.Parser.ParseFrom(WireWriter.Write(read)).Should().Be(message);
            s_parser.Parse<Every>(JsonWriting.ToJson(read, s_types)).Should().Be(message);
            Every.Parser.ParseFrom(WireWriter.Write(JsonReading.Read(s_type, formatter.Format(message), s_types))).Should().Be(message);
            Every.Parser.ParseFrom(WireWriter.Write(JsonReading.Read(s_type, JsonWriting.ToJson(read, s_types), s_types))).Should().Be(message);
        }
    }

    [Fact]
    public void The_JSON_of_a_message_without_values_has_those_that_every_message_has()
    {
        var json = JsonWriting.ToJson(new DynamicMessage(s_type), s_types);

        json.Should().StartWith("""{"aDouble":0,"aFloat":0,"anInt32":0,"anInt64":"0","aUint32":0,"aUint64":"0",""").And.Contain("""
            "aBool":false,"aText":"","someBytes":"","colour":"COLOUR_NONE","part":null,"numbers":[],
            """).And.Contain("""
            "byName":{},"byNumber":{},"byTruth":{},"at":null,
            """).And.Contain("\"otherName\":\"\"").And.NotContain("maybe").And.NotContain("chosen");
    }

    [Theory]
    [InlineData("""{"an_int64": 7, "anInt32": "5", "a_uint32": 1e3, "aDouble": "-Infinity"}""", """{"anInt64": "7", "anInt32": 5, "aUint32": 1000, "aDouble": "-Infinity"}""")]
    [InlineData("""{"part": null, "numbers": null, "maybe": null, "anyValue": null}""", """{"anyValue": null}""")]
    [InlineData("""{"colour": 2, "colours": ["COLOUR_RED", 99]}""", """{"colour": "COLOUR_BLUE", "colours": ["COLOUR_RED", 99]}""")]
    [InlineData("""{"someBytes": "-_8"}""", """{"someBytes": "+/8="}""")]
    [InlineData("""{"at": "2024-01-02T03:04:05.120Z", "length": "-1.5s", "wrappedNumber": "9", "mask": "aText,part.name"}""", """{"at": "2024-01-02T03:04:05.120Z", "length": "-1.500s", "wrappedNumber": "9", "mask": "aText,part.name"}""")]
    [InlineData("""{"anything": {"@type": "type.googleapis.com/every.Part", "id": 3}}""", """{"anything": {"@type": "type.googleapis.com/every.Part", "id": 3}}""")]
    public void What_scripts_may_write_is_read(string written, string meant)
    {
        Every.Parser.ParseFrom(WireWriter.Write(JsonReading.Read(s_type, written, s_types))).Should().Be(s_parser.Parse<Every>(meant));
    }

    [Theory]
    [InlineData("""{"aTxt": 1}""", "every.Every has no field 'aTxt'.*aText*")]
    [InlineData("""{"parts": [{"id": 1}, {"id": "x"}]}""", "parts[1].id: 'x' is no whole number from -2147483648 to 2147483647")]
    [InlineData("""{"anInt32": 1.5}""", "anInt32: '1.5' is no whole number*")]
    [InlineData("""{"aUint64": -1}""", "aUint64: '-1' is no whole number from 0 to 18446744073709551615")]
    [InlineData("""{"aFloat": 1e39}""", "aFloat: 1e39 is not a number of at most 3.4*")]
    [InlineData("""{"aText": 5}""", "aText: 5 is not a text")]
    [InlineData("""{"aBool": "true"}""", "aBool: \"true\" is not true or false")]
    [InlineData("""{"colour": "GREEN"}""", "colour: \"GREEN\" is not one of COLOUR_NONE, COLOUR_RED, COLOUR_BLUE*")]
    [InlineData("""{"someBytes": "%%%"}""", "someBytes: \"%%%\" is not Base64")]
    [InlineData("""{"chosenText": "a", "chosenNumber": 1}""", "chosenNumber: 'chosenText' is there too, and only one of them may be")]
    [InlineData("""{"an_int32": 1, "anInt32": 2}""", "anInt32: it is there twice")]
    [InlineData("""{"texts": ["a", null]}""", "texts[1]: null is no value here")]
    [InlineData("""{"numbers": 5}""", "numbers: 5 is no array")]
    [InlineData("""{"byNumber": {"x": {}}}""", "byNumber[x]: 'x' is no whole number*")]
    [InlineData("""{"at": "yesterday"}""", "at: \"yesterday\" is no google.protobuf.Timestamp*")]
    [InlineData("""{"anything": {"@type": "x/none.Such"}}""", "anything: the type 'x/none.Such' of an Any is not among the loaded files")]
    [InlineData("""{"anything": {"id": 1}}""", "anything: an Any needs '@type'*")]
    [InlineData("[]", "[[]] is no object, which every.Every needs")]
    public void What_is_no_such_message_is_refused_with_its_path(string json, string message)
    {
        var act = () => JsonReading.Read(s_type, json, s_types);

        act.Should().Throw<MessageFaultException>().WithMessage(message.Replace("[[]]", "[]", StringComparison.Ordinal));
    }

    [Fact]
    public void Parts_that_come_twice_packed_lists_that_come_unpacked_and_fields_that_nobody_knows_are_read_as_they_should()
    {
        using var bytes = new MemoryStream();
        new Every { Part = new Part { Id = 1, Name = "a" }, Numbers = { 1, 2 }, ChosenText = "gone" }.WriteTo(bytes);
        new Every { Part = new Part { Id = 2 }, Unpacked = { 5 }, ChosenNumber = 3 }.WriteTo(bytes);
        bytes.Write([0xC0, 0x01, 9, /* numbers, unpacked */ 0xCA, 0x01, 2, 6, 7, /* unpacked, packed */ 0xF8, 0x3E, 1 /* field 1007 */]);

        var read = Every.Parser.ParseFrom(WireWriter.Write(WireReader.Read(s_type, bytes.ToArray())));

        read.Should().Be(new Every { Part = new Part { Id = 2, Name = "a" }, Numbers = { 1, 2, 9 }, Unpacked = { 5, 6, 7 }, ChosenNumber = 3 });
    }

    [Theory]
    [InlineData(new byte[] { 0x8A, 0x01, 50, 1 })]
    [InlineData(new byte[] { 0x72, 2, 0xC3, 0x28 })]
    [InlineData(new byte[] { 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x07 })]
    public void Bytes_that_are_no_message_are_refused(byte[] bytes)
    {
        var act = () => WireReader.Read(s_type, bytes);

        act.Should().Throw<Exception>().Which.Should().Match(fault => fault is InvalidProtocolBufferException || fault is MessageFaultException);
    }

    [Fact]
    public void Groups_required_fields_and_defaults_of_the_older_syntax_are_read()
    {
        var types = TypesOf(ProtoFiles.Compile(["."], ["old.proto"], path => Path.GetFileName(path) == "old.proto"
            ? """syntax = "proto2"; package old; message M { required int32 x = 1; optional group G = 2 { optional int32 y = 1 [default = 7]; } repeated int32 many = 3; }""" : null));
        var type = types.Message("old.M")!;

        var bytes = WireWriter.Write(JsonReading.Read(type, """{"x": 0, "g": {"y": 3}, "many": [1, 2]}""", types));

        bytes.Should().Equal(0x08, 0, 0x13, 0x08, 3, 0x14, 0x18, 1, 0x18, 2);
        JsonWriting.ToJson(WireReader.Read(type, bytes), types).Should().Be("""{"x":0,"g":{"y":3},"many":[1,2]}""");
        FluentActions.Invoking(() => JsonReading.Read(type, "{}", types)).Should().Throw<MessageFaultException>().WithMessage("the required field old.M.x is not set");
        FluentActions.Invoking(() => WireReader.Read(type, [0x18, 1])).Should().Throw<MessageFaultException>().WithMessage("the required field old.M.x is not set");
    }

    [Fact]
    public void Nesting_without_end_is_refused_in_JSON_and_on_the_wire()
    {
        var json = string.Concat(Enumerable.Repeat("{\"inner\":", 150)) + "{}" + new string('}', 150);
        var bytes = Array.Empty<byte>();
        for (var i = 0; i < 150; i++)
        {
            bytes = [0xDA, 0x02, .. Length(bytes.Length), .. bytes];
        }

        FluentActions.Invoking(() => JsonReading.Read(s_type, json, s_types)).Should().Throw<MessageFaultException>().WithMessage("*more than 100 levels");
        FluentActions.Invoking(() => WireReader.Read(s_type, bytes)).Should().Throw<MessageFaultException>().WithMessage("*more than 100 levels");

        static byte[] Length(int value) => value < 128 ? [(byte)value] : [(byte)(value | 128), (byte)(value >> 7)];
    }

    [Fact]
    public void Faults_of_proto_files_are_told_with_file_and_line()
    {
        var act = () => ProtoFiles.Compile(["protos"], ["a.proto"], path => path.EndsWith("a.proto", StringComparison.Ordinal) ? "syntax = \"proto3\";\nimport \"missing.proto\";\nmessage M {\n  Nope x = 1;\n}\n" : null);

        act.Should().Throw<MessageFaultException>().WithMessage("*a.proto:2:*missing.proto*").WithMessage("*a.proto:4:*Nope*");
    }

    [Fact]
    public void A_set_of_descriptions_is_the_same_as_its_files()
    {
        using var set = new MemoryStream();
        using var output = new CodedOutputStream(set);
        foreach (var file in s_files.Reverse())
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(file.SerializedData);
        }

        output.Flush();

        TypesOf(ProtoFiles.OfSet(set.ToArray())).Message("every.Every")!.Fields.InDeclarationOrder().Should().HaveCount(s_type.Fields.InDeclarationOrder().Count);
        FluentActions.Invoking(() => ProtoFiles.OfSet([1, 2, 3])).Should().Throw<MessageFaultException>().WithMessage("*protoc*");
    }

    [Fact]
    public void Large_numbers_and_floats_are_told_as_they_are()
    {
        using var json = JsonDocument.Parse(JsonWriting.ToJson(WireReader.Read(s_type, new Every { AFloat = 1.1f, AnInt64 = long.MaxValue, AUint64 = ulong.MaxValue, ADouble = double.NaN }.ToByteArray()), s_types));

        json.RootElement.GetProperty("aFloat").GetRawText().Should().Be("1.1");
        json.RootElement.GetProperty("anInt64").GetString().Should().Be("9223372036854775807");
        json.RootElement.GetProperty("aUint64").GetString().Should().Be("18446744073709551615");
        json.RootElement.GetProperty("aDouble").GetString().Should().Be("NaN");
    }

    private static MessageTypes TypesOf(IEnumerable<FileDescriptor> files)
    {
        var types = new MessageTypes();
        types.Add(files);
        types.Add([Duration.Descriptor.File]);
        return types;
    }
}
