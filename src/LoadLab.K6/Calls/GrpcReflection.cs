using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using LoadLab.K6.Messages;

namespace LoadLab.K6.Calls;

/// <summary>Asks a server for the descriptions of its services.</summary>
internal static class GrpcReflection
{
    /// <summary>The newer of the two first; their messages are the same.</summary>
    private static readonly string[] Services = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];

    /// <summary>All that the server tells.</summary>
    /// <exception cref="GrpcRefusedException">It tells nothing.</exception>
    /// <exception cref="MessageFaultException">What it tells does not fit together.</exception>
    public static async Task<IReadOnlyList<FileDescriptor>> AskAsync(CallInvoker invoker, Metadata metadata, TimeSpan timeout, CancellationToken cancellationToken)
    {
        RpcException? refused = null;
        foreach (var service in Services)
        {
            try
            {
                var options = new CallOptions(metadata, (TimeProvider.System.GetUtcNow() + timeout).UtcDateTime, cancellationToken);
                using var call = invoker.AsyncDuplexStreamingCall(MethodOf(service), null, options);
                return ProtoFiles.Build(await FilesAsync(call).ConfigureAwait(false));
            }
            catch (RpcException fault) when (!cancellationToken.IsCancellationRequested)
            {
                refused = fault;
                if (fault.StatusCode != StatusCode.Unimplemented)
                {
                    break;
                }
            }
        }

        throw new GrpcRefusedException($"the server does not tell its services: {refused!.StatusCode}{(refused.Status.Detail.Length > 0 ? ": " + refused.Status.Detail : "")}. Load its .proto files with client.load().");
    }

    private static async Task<IReadOnlyCollection<ByteString>> FilesAsync(AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call)
    {
        var files = new Dictionary<string, ByteString>(StringComparer.Ordinal);
        var wanted = new Queue<string>();
        var services = await AskAsync(new ServerReflectionRequest { ListServices = "" }).ConfigureAwait(false);
        foreach (var service in services.ListServicesResponse?.Service ?? [])
        {
            await TakeAsync(new ServerReflectionRequest { FileContainingSymbol = service.Name }).ConfigureAwait(false);
        }

        while (wanted.TryDequeue(out var name))
        {
            if (!files.ContainsKey(name))
            {
                await TakeAsync(new ServerReflectionRequest { FileByFilename = name }).ConfigureAwait(false);
            }
        }

        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        return files.Values;

        async Task TakeAsync(ServerReflectionRequest request)
        {
            var answer = await AskAsync(request).ConfigureAwait(false);
            foreach (var bytes in answer.FileDescriptorResponse?.FileDescriptorProto ?? [])
            {
                var file = FileDescriptorProto.Parser.ParseFrom(bytes);
                files[file.Name] = bytes;
                foreach (var import in file.Dependency)
                {
                    wanted.Enqueue(import);
                }
            }
        }

        async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
        {
            await call.RequestStream.WriteAsync(request).ConfigureAwait(false);
            return !await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false) ? throw new RpcException(new Status(StatusCode.Unknown, "it ended the conversation"))
                : call.ResponseStream.Current.ErrorResponse is { } error ? throw new RpcException(new Status((StatusCode)error.ErrorCode, error.ErrorMessage))
                : call.ResponseStream.Current;
        }
    }

    private static Method<ServerReflectionRequest, ServerReflectionResponse> MethodOf(string service) => new(
        MethodType.DuplexStreaming, service, "ServerReflectionInfo", Of(ServerReflectionRequest.Parser), Of(ServerReflectionResponse.Parser));

    private static Marshaller<T> Of<T>(MessageParser<T> parser)
        where T : IMessage<T> => Marshallers.Create<T>(message => message.ToByteArray(), parser.ParseFrom);
}
