using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.Web.Api;

/// <summary>How the API's bodies are read and written, made at build time; the client of <c>--server</c> reads with the same.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ItemPage<RunItem>))]
[JsonSerializable(typeof(ItemPage<ShardItem>))]
[JsonSerializable(typeof(ItemPage<ReleaseItem>))]
[JsonSerializable(typeof(ItemPage<QuarantineItem>))]
[JsonSerializable(typeof(ItemPage<WindowItem>))]
[JsonSerializable(typeof(IReadOnlyList<ScheduleItem>))]
[JsonSerializable(typeof(IReadOnlyList<ModelItem>))]
[JsonSerializable(typeof(IReadOnlyList<WorkerItem>))]
[JsonSerializable(typeof(SampleItem))]
[JsonSerializable(typeof(RunOrder))]
[JsonSerializable(typeof(ScheduleOrder))]
[JsonSerializable(typeof(BackfillOrder))]
[JsonSerializable(typeof(RetryOrder))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(ScheduleAnswer))]
[JsonSerializable(typeof(RetryAnswer))]
[JsonSerializable(typeof(ProblemDetails))]
public sealed partial class ApiJson : JsonSerializerContext;
