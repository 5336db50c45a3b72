using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Outside;

namespace LoadLab.IntegrationTests.K6.Grpc;

/// <summary><c>k6/net/grpc</c> against a real server of ASP.NET Core.</summary>
public sealed class ScriptGrpcTests : IAsyncLifetime
{
    private GrpcScript _server = null!;

    public async Task InitializeAsync() => _server = await GrpcScript.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_call_is_a_step_with_its_message_metadata_and_status()
    {
        var run = await _server.CallAsync("""
            const r = client.invoke('shop.Orders/Get', { id: '9007199254740993' }, { metadata: { token: 't1', 'raw-bin': new Uint8Array([1, 2, 3]).buffer }, tags: { kind: 'x' } });
            console.log(JSON.stringify([r.status === grpc.StatusOK, r.message, r.error, r.trailers.cost, r.headers.seen]));
            check(r, { 'is OK': (r) => r && r.status === grpc.StatusOK });
            """);

        run.Messages.Should().Contain(line => line.Contains("""
            [true,{"id":"9007199254740993","customer":"","lines":[{"article":"pen","count":2,"label":"AQL/"}],"stock":{"pen":7},"at":"2023-11-14T22:13:20Z","state":"SENT","paid":false},null,["5"],["t1|3|LoadLab (k6 script)"]]
            """.Trim(), StringComparison.Ordinal));
        run.Whole.Should().BeEquivalentTo(new { Ok = 1L, Failed = 0L });
        run.Result.Phases.Single().StatusCodes["default/shop.Orders/Get"].Should().Equal(new Dictionary<string, long> { ["OK"] = 1 });
        run.Metric("grpc_req_duration").Values["count"].Should().Be(1);
        run.Metric("data_received").Values["count"].Should().BeGreaterThan(100);
        run.Metric("data_sent").Values["count"].Should().BeGreaterThan(100);
    }

    [Theory]
    [InlineData("missing", "", 5, "NotFound", ResultClasses.StatusOther, "no such order")]
    [InlineData("hang", ", { timeout: 300 }", 4, "DeadlineExceeded", ResultClasses.Timeout, "")]
    [InlineData("large", "", 8, "ResourceExhausted", ResultClasses.StatusOther, "")]
    public async Task A_status_that_is_not_OK_is_a_failed_step_and_an_answer_for_the_script(string wish, string parameters, int status, string code, string resultClass, string message)
    {
        var run = await _server.CallAsync($$"""
            const r = client.invoke('/shop.Orders/Get', { wish: '{{wish}}' }{{parameters}});
            console.log('got', r.status, r.error.code, r.error.message, JSON.stringify(r.error.details), r.message.customer === '', JSON.stringify(r.trailers));
            """);

        run.Messages.Should().Contain(line => line.Contains($"got {status} {status} {message}", StringComparison.Ordinal) && line.Contains("[] true", StringComparison.Ordinal));
        var failure = run.Result.Phases.Single().Failures.Should().ContainSingle().Which;
        failure.Should().BeEquivalentTo(new { Step = "shop.Orders/Get", Code = code, Class = resultClass });
        run.Metric("grpc_req_duration").Values["count"].Should().Be(1);
    }

    [Fact]
    public async Task A_connection_that_is_lost_under_a_call_is_a_failure_and_made_anew_for_the_next()
    {
        var run = await _server.CallAsync("""
            console.log('statuses', client.invoke('shop.Orders/Get', { wish: 'drop' }).status, client.invoke('shop.Orders/Get', {}).status);
            """);

        run.Messages.Should().Contain(line => line.Contains("statuses 14 0", StringComparison.Ordinal) || line.Contains("statuses 13 0", StringComparison.Ordinal));
        run.Result.Phases.Single().Failures.Should().ContainSingle().Which.Class.Should().BeOneOf(ResultClasses.Reset, ResultClasses.Protocol);
    }

    [Fact]
    public async Task Calls_side_by_side_keep_their_promises()
    {
        var run = await _server.RunAsync("""
            import grpc from 'k6/net/grpc';
            const client = new grpc.Client();
            client.load(['protos'], 'shop.proto');
            export default async function () {
              client.connect('BASE', { plaintext: true });
              const all = await Promise.all([1, 2, 3].map((id) => client.asyncInvoke('shop.Orders/Get', { id })));
              console.log('ids', all.map((r) => r.message.id).join());
              try { await client.asyncInvoke('shop.Orders/Get', { nope: 1 }); } catch (e) { console.log('refused', e.message); }
              client.close();
            }
            """);

        run.Messages.Should().Contain(line => line.Contains("ids 1,2,3", StringComparison.Ordinal)).And.Contain(line => line.Contains("refused The message for /shop.Orders/Get is no shop.OrderRequest: shop.OrderRequest has no field 'nope'.", StringComparison.Ordinal));
        run.Metric("grpc_req_duration").Values["count"].Should().Be(3);
    }

    [Fact]
    public async Task Reflection_tells_the_methods_that_no_file_was_loaded_for()
    {
        var run = await _server.RunAsync("""
            import { Client } from 'k6/net/grpc';
            const client = new Client();
            const other = new Client();
            const methods = other.load(['protos'], 'shop.proto');
            export default function () {
              console.log('loaded', JSON.stringify(methods[1]));
              client.connect('BASE', { plaintext: true, reflect: true });
              console.log('id', client.invoke('shop.Orders/Get', { id: 4 }).message.id, client.healthCheck().status);
              client.close();
            }
            """);

        run.Messages.Should().Contain(line => line.Contains("id 4 1", StringComparison.Ordinal)).And.Contain(line => line.Contains(
            """loaded {"package":"shop","service":"Orders","full_method":"/shop.Orders/Watch","name":"Watch","is_client_stream":false,"is_server_stream":true}""", StringComparison.Ordinal));
        run.Whole.Failed.Should().Be(0);
    }

    [Fact]
    public async Task Streams_of_all_kinds_tell_their_messages_and_their_end()
    {
        var run = await _server.CallAsync("""
            let ends = 0;
            const ended = () => { if (++ends === 3) client.close(); };
            const watch = new grpc.Stream(client, 'shop.Orders/Watch');
            watch.on('data', (order) => console.log('watched', order.id));
            watch.on('end', () => { console.log('watch ended'); ended(); });
            watch.write({ id: 1 }); watch.end();
            const record = new grpc.Stream(client, 'shop.Orders/Record', { tags: { name: 'recording' } });
            record.on('data', (order) => console.log('recorded', order.lines.map((l) => l.article).join()));
            record.on('end', ended);
            record.write({ article: 'a' }); record.write({ article: 'b' }); record.end(); record.write({ article: 'late' });
            const chat = new grpc.Stream(client, 'shop.Orders/Chat');
            let heard = 0;
            chat.on('data', (line) => { if (++heard === 2) chat.end(); });
            chat.on('end', () => { console.log('heard', heard); ended(); });
            chat.write({ count: 1 }); chat.write({ count: 2 });
            return;
            """);

        var said = string.Join('\n', run.Messages);
        said.Should().MatchRegex("(?s)watched 1.*watched 2.*watched 3.*watch ended").And.Contain("recorded a,b").And.Contain("heard 2");
        run.Metric("grpc_streams").Values["count"].Should().Be(3);
        run.Metric("grpc_streams_msgs_sent").Values["count"].Should().Be(5);
        run.Metric("grpc_streams_msgs_received").Values["count"].Should().Be(6);
        run.Metric("grpc_req_duration").Values["count"].Should().Be(3);
        run.Result.Phases.Single().StatusCodes.Keys.Should().Contain(["default/shop.Orders/Watch", "default/recording", "default/shop.Orders/Chat"]);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_tells_its_error_and_is_a_failed_step()
    {
        var run = await _server.CallAsync("""
            const watch = new grpc.Stream(client, 'shop.Orders/Watch');
            watch.on('data', (order) => console.log('watched', order.id));
            watch.on('error', (e) => console.log('error', e.code, e.message));
            watch.on('end', () => { console.log('ended'); client.close(); });
            watch.write({ wish: 'breaks' }); watch.end();
            return;
            """);

        string.Join('\n', run.Messages).Should().MatchRegex("(?s)watched 1.*error 15 lost it.*ended");
        run.Result.Phases.Single().Failures.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Step = "shop.Orders/Watch", Code = "DataLoss", Message = "lost it" });
    }

    [Fact]
    public async Task TLS_trusts_the_authorities_that_the_script_names_and_no_others()
    {
        using var authority = new TestAuthority();
        await using var server = await GrpcScript.StartAsync(authority.Issue("127.0.0.1"));

        var run = await server.RunAsync($$"""
            import grpc from 'k6/net/grpc';
            const client = new grpc.Client();
            client.load(['protos'], 'shop.proto');
            export default function () {
              try { client.connect('BASE'); } catch (e) { console.log('refused', e.message); }
              client.connect('BASE', { tls: { cacerts: [`{{authority.Certificate.ExportCertificatePem()}}`] } });
              console.log('status', client.invoke('shop.Orders/Get', {}).status);
              client.close();
            }
            """);

        run.Messages.Should().Contain(line => line.Contains("refused client.connect(): '" + server.Address + "' cannot be reached: the certificate of '127.0.0.1' is not accepted", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("status 0", StringComparison.Ordinal));
    }

    /// <summary>Some servers end the handshake of TLS first, and then the connection.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_asks_who_calls_gets_the_certificate_that_the_script_names(bool isEncrypted)
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        await using var server = await GrpcScript.StartAsync(authority.Issue("127.0.0.1"), authority.Certificate);

        var run = await server.RunAsync($$"""
            import grpc from 'k6/net/grpc';
            const client = new grpc.Client();
            client.load(['protos'], 'shop.proto');
            const call = (own) => {
              try {
                client.connect('BASE', { tls: { cacerts: [`{{authority.Certificate.ExportCertificatePem()}}`], ...own } });
                return client.invoke('shop.Orders/Get', {}).status;
              } catch (e) { return e.message; } finally { client.close(); }
            };
            const [own, other] = [{{Own(authority)}}, {{Own(stranger)}}];
            export default function () {
              console.log('own', call(own));
              console.log('nobody', call({}) !== 0, 'stranger', call(other) !== 0);
              console.log('no key', call({ cert: own.cert, key: 'none' }));
            }
            """);

        run.Messages.Should().Contain(line => line.EndsWith("own 0", StringComparison.Ordinal), string.Join('\n', run.Messages))
            .And.Contain(line => line.EndsWith("nobody true stranger true", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("no key", StringComparison.Ordinal) && line.Contains("invalid tls value: expected are cert, key, password and cacerts in PEM form", StringComparison.Ordinal));

        string Own(TestAuthority from)
        {
            using var certificate = from.Issue("ada");
            using var key = certificate.GetRSAPrivateKey()!;
            var pem = isEncrypted ? key.ExportEncryptedPkcs8PrivateKeyPem("s3cret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)) : key.ExportPkcs8PrivateKeyPem();
            return $"{{ cert: `{certificate.ExportCertificatePem()}`, key: `{pem}`, password: '{(isEncrypted ? "s3cret" : "")}' }}";
        }
    }

    [Theory]
    [InlineData("client.invoke('shop.Orders/Gett', {})", "method \"/shop.Orders/Gett\" not found in file descriptors. Did you mean '/shop.Orders/Get'")]
    [InlineData("client.invoke('shop.Orders/Watch', {})", "/shop.Orders/Watch is a stream. Open it with new grpc.Stream")]
    [InlineData("client.invoke('shop.Orders/Get')", "The message of a call is an object")]
    [InlineData("client.invoke('shop.Orders/Get', {}, { tiemout: 1 })", "unknown param: \"tiemout\"")]
    [InlineData("client.invoke('shop.Orders/Get', {}, { metadata: { a: 1 } })", "\"a\" value must be a string")]
    [InlineData("client.load([], 'x.proto')", "client.load() must be called outside of functions")]
    [InlineData("client.connect('BASE', { plain: true })", "unknown connect param: \"plain\"")]
    [InlineData("client.connect('127.0.0.1:1', { plaintext: true })", "'127.0.0.1:1' cannot be reached")]
    [InlineData("client.connect('BASE', { timeout: '3s' })", "'BASE' cannot be reached: ")]
    [InlineData("client.close(); client.invoke('shop.Orders/Get', {})", "no gRPC connection, you must call connect first")]
    public async Task What_cannot_be_done_is_an_exception_that_says_what_to_do(string line, string message)
    {
        var run = await _server.CallAsync(line);

        run.Whole.Failed.Should().Be(1);
        run.Result.Phases.Single().Failures.Should().ContainSingle().Which.Message.Should().Contain(message.Replace("BASE", _server.Address, StringComparison.Ordinal));
    }
}
