using System.Text.Json;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.Outside;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Cli;

/// <summary><c>loadlab http</c> with many addresses, with the parts of its time, as CSV, and at a port of the other kind.</summary>
public sealed class HttpManyTests : IDisposable
{
    private readonly OutsideCli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Addresses_of_a_file_are_rows_and_the_parts_of_the_time_are_told()
    {
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        await using var server = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.AddOrUpdate($"{context.Request.Method} {context.Request.Path} {(await reader.ReadToEndAsync()).Length}", 1, (_, count) => count + 1);
            context.Response.StatusCode = context.Request.Path == "/gone" ? 410 : 200;
            await context.Response.WriteAsync("body");
        });
        _cli.Write("urls.txt", "/products?page=1 8\nPOST /orders 1\n/gone 1\n");

        var (code, output, error) = await _cli.RunAsync("http", server.Address.ToString(), "--url-file", "urls.txt", "--body", "hello", "--users", "2", "--iterations", "400");

        code.Should().BeOneOf([0, 96, 97], output + error);
        seen.Keys.Should().BeEquivalentTo("GET /products 0", "POST /orders 5", "GET /gone 0");
        seen.Values.Sum().Should().Be(400);
        seen["GET /products 0"].Should().BeInRange(260, 380);
        output.Should().Contain("3 requests of urls.txt").And.MatchRegex(@"(?s)first byte .*? ms, body\s+.*? ms \(mean\s+of").And.MatchRegex(@"Parts +connect .* \(mean of 2 connections\)");
        output.Should().MatchRegex(@"\s\d+ +0 +GET /products").And.MatchRegex(@"- +0 +\d+ +GET /gone");
    }

    [Fact]
    public async Task Csv_has_the_stage_for_itself()
    {
        await using var server = await StubServer.StartAsync();

        var (code, output, error) = await _cli.RunAsync("http", server.Address.ToString(), "--rate", "20/s", "--duration", "2s", "--warm-up", "0s", "--csv");

        code.Should().BeOneOf([0, 97], output + error);
        error.Should().Contain("response time");
        output.Should().StartWith("second,ok,failed,mean_ms,p50_ms,p90_ms,p95_ms,p99_ms,max_ms\n").And.MatchRegex(@"(?m)^\d+,\d+,0,[\d.]+,");
    }
}
