namespace Mm.Data.Web.Access;

/// <summary>What somebody may do: a role has several, a key's scope is one. Their kebab-case names are the names of policies.</summary>
public enum Capability : byte
{
    /// <summary>See runs, releases, samples, schedules, models and workers.</summary>
    View,

    /// <summary>Start runs, steer schedules, put samples back from quarantine.</summary>
    Operate,

    /// <summary>See the jobs' own pages.</summary>
    Watch,

    /// <summary>See who has which key.</summary>
    Audit,

    /// <summary>Make and end keys.</summary>
    Administer,

    /// <summary>Tell a schedule that something has happened: for hooks of other systems.</summary>
    Trigger,
}
