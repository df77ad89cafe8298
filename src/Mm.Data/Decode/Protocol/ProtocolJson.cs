using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mm.Data.Decode.Protocol;

/// <summary>Source-generated, because a child's start counts: it is paid again after each crash.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    MaxDepth = 16)]
[JsonSerializable(typeof(Ask))]
[JsonSerializable(typeof(Ready))]
[JsonSerializable(typeof(ChildSettings))]
public sealed partial class ProtocolJson : JsonSerializerContext;
