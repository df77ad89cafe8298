using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>Whether card and metadata are those that follow from the manifest: every number in them is computed again.</summary>
internal static class DocumentAgreement
{
    public static void Check(string folder, ReleaseManifest manifest, Action<string, string, string> report)
    {
        Check(ReleasePaths.Card, DatasetCard.Write(manifest));
        Check(ReleasePaths.Croissant, Croissant.Write(manifest), Croissant.WriteFirst(manifest));
        if (manifest.Documents.Any(document => document.Path == ReleasePaths.Pipeline && document.Sha256 != manifest.Pipeline.Fingerprint))
            report("document-differs", ReleasePaths.Pipeline, "Its digest is not the pipeline's fingerprint.");
        if (!EvaluationAgreement.Holds(folder, manifest))
            report("gate-differs", ReleasePaths.Evaluation, "The gates of the evaluation are not those of the manifest.");

        // An older release may have the form of its day.
        void Check(string path, params ReadOnlySpan<byte[]> forms)
        {
            var file = Path.Combine(folder, path);
            if (manifest.Documents.All(document => document.Path != path))
                report("document-missing", path, "The manifest does not name it.");
            else if (File.Exists(file) && !IsOne(File.ReadAllBytes(file), forms))
                report("document-differs", path, "It is not the one that follows from the manifest.");
        }
    }

    private static bool IsOne(byte[] bytes, ReadOnlySpan<byte[]> forms)
    {
        foreach (var form in forms)
        {
            if (bytes.AsSpan().SequenceEqual(form))
                return true;
        }

        return false;
    }
}
