using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LoadLab.IntegrationTests.K6.Grpc.Generated;

namespace LoadLab.IntegrationTests.K6.Grpc;

/// <summary>Answers, fails, hangs and breaks off as a wish asks it to.</summary>
internal sealed class ShopService : Orders.OrdersBase
{
    public override async Task<Order> Get(OrderRequest request, ServerCallContext context)
    {
        switch (request.Wish)
        {
            case "missing":
                context.ResponseTrailers.Add("why", "sold out");
                throw new RpcException(new Status(StatusCode.NotFound, "no such order"));
            case "hang":
                await Task.Delay(TimeSpan.FromMinutes(1), context.CancellationToken);
                break;
            case "large":
                return new Order { Customer = new string('x', 5 << 20) };
            case "drop":
                context.GetHttpContext().Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()?.Abort();
                context.GetHttpContext().Abort();
                break;
        }

        await context.WriteResponseHeadersAsync(new Metadata { { "seen", $"{context.RequestHeaders.GetValue("token")}|{context.RequestHeaders.GetValueBytes("raw-bin")?.Length}|{context.RequestHeaders.GetValue("user-agent")}" } });
        context.ResponseTrailers.Add("cost", "5");
        return new Order
        {
            Id = request.Id,
            Lines = { new Line { Article = "pen", Count = 2, Label = Google.Protobuf.ByteString.CopyFrom(1, 2, 255) } },
            Stock = { ["pen"] = 7 },
            At = new Timestamp { Seconds = 1_700_000_000 },
            State = State.Sent,
        };
    }

    public override async Task Watch(OrderRequest request, IServerStreamWriter<Order> responseStream, ServerCallContext context)
    {
        for (var at = 1; at <= 3; at++)
        {
            await responseStream.WriteAsync(new Order { Id = at });
            if (request.Wish == "breaks")
            {
                throw new RpcException(new Status(StatusCode.DataLoss, "lost it"));
            }
        }

        if (request.Wish == "forever")
        {
            await Task.Delay(TimeSpan.FromMinutes(1), context.CancellationToken);
        }
    }

    public override async Task<Order> Record(IAsyncStreamReader<Line> requestStream, ServerCallContext context)
    {
        var order = new Order();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            order.Lines.Add(requestStream.Current);
        }

        return order;
    }

    public override async Task Chat(IAsyncStreamReader<Line> requestStream, IServerStreamWriter<Line> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(requestStream.Current);
        }
    }
}
