"""Words and names of which titles, abstracts and authors of planted papers are made."""

METHODS = """\
graph neural networks|diffusion models|variational autoencoders|Bayesian optimization|
Monte Carlo sampling|convex relaxation|tensor decomposition|kernel regression|
random forests|contrastive learning|federated learning|knowledge distillation|
spectral clustering|active learning|Gaussian processes|reinforcement learning|
mass spectrometry|cryo-electron microscopy|flow cytometry|finite element analysis|
density functional theory|molecular dynamics|X-ray diffraction|gene editing|
single-cell sequencing|isotope dating|laser ablation|neutron scattering|patch clamping|
satellite altimetry|qualitative interviews|discrete choice experiments|panel regression|
network meta-analysis|propensity score matching|structural equation models|
agent-based simulation|wavelet transforms|sparse coding|hidden Markov models|
symbolic execution|bounded model checking|lattice gauge theory|
renormalization group flow|perturbation theory|homotopy methods|quantum annealing|
Raman spectroscopy|optical tweezers|magnetic resonance imaging
""".replace("\n", "").split("|")

SUBJECTS = """\
protein folding|traffic forecasting|sea ice decline|soil carbon|battery degradation|
lung cancer screening|stroke rehabilitation|malaria transmission|antibiotic resistance|
coral bleaching|groundwater depletion|urban heat islands|wildfire spread|crop yields|
machine translation|speech recognition|image segmentation|code generation|
question answering|fraud detection|credit scoring|housing prices|labour mobility|
voting behaviour|school dropout|teacher burnout|medieval trade|bronze casting|
galaxy clusters|dark matter halos|black hole mergers|exoplanet atmospheres|solar flares|
topological insulators|high-temperature superconductors|spin glasses|
turbulent combustion|bubble nucleation|polymer crystallization|catalytic cracking|
carbon capture|hydrogen storage|perovskite solar cells|graphene membranes|quantum dots|
insulin signalling|bone remodelling|sleep apnoea|postpartum depression|
childhood obesity|gut microbiota|plant immunity|insect migration|bird song|
deep-sea vents|permafrost thaw|rumour spreading|hate speech|password reuse|
smart contracts|cache coherence|compiler testing|robot grasping|drone swarms|
autonomous driving|wind turbine wakes|bridge vibrations|earthquake early warning|
tsunami inundation|volcanic ash|river meanders|glacier calving|prime gaps|
knot invariants|minimal surfaces|random matrices|elliptic curves|cellular automata|
auction design|tax evasion|vaccine hesitancy|patient safety|hospital readmission|
dental implants|hearing loss|corneal grafts|knee replacement|kidney transplants|
wound healing|opioid withdrawal|language acquisition|working memory|visual attention|
moral reasoning|gender stereotypes|peer review|citation counts|open data|
library lending|museum visitors
""".replace("\n", "").split("|")

QUALITIES = """\
robust|scalable|interpretable|low-cost|real-time|unsupervised|multiscale|adaptive|
energy-efficient|nonlinear|stochastic|privacy-preserving|longitudinal|cross-cultural|
automated|data-driven|physics-informed|weakly supervised|noninvasive|large-scale|
high-resolution|causal|distributed|hierarchical|sparse|fast|uncertainty-aware|
open-source|portable|hybrid
""".replace("\n", "").split("|")

PLACES = """\
Norway|Kenya|Peru|the Baltic Sea|northern India|the Amazon basin|rural Japan|Bavaria|
the Sahel|Patagonia|Catalonia|the Great Lakes|Anatolia|Tasmania|the Alps|Quebec|Vietnam|
South Korea|the Congo|Iceland|Ghana|Nepal|the Mekong delta|Crete
""".replace("\n", "").split("|")

SENTENCES = """\
Prior work on {s} relies on assumptions that rarely hold in practice.|
We revisit {s} from the perspective of {m}.|
Our approach combines {m} with {n} and needs no manual tuning.|
Experiments on {a} samples show an improvement of {b} percent over the best baseline.|
The effect persists after controlling for {t} and season.|
Surprisingly, {n} alone explains less than {c} percent of the variance.|
We collected data at {a} sites and analysed them with {m}.|
A sensitivity analysis shows that results depend little on the choice of priors.|
Participants were followed for {c} months, and {b} percent completed the protocol.|
Theoretical analysis yields a bound that is tight up to constants.|
These findings have implications for {t} and for policy more broadly.|
Code and data are released for reuse.|
The {q} variant runs {c} times faster at equal accuracy.|
Limitations include the small number of observations of {t}.|
We show that {m} is {q} under mild conditions.|
In contrast to earlier reports, no association with {t} was found.|
The mechanism behind {s} remains disputed.|
A field trial in {p} confirms the predictions within {b} percent.|
Ablations reveal which part of the pipeline matters most for {s}.|
We derive closed-form expressions and verify them by simulation.|
The proposed estimator is consistent when {n} fails.|
Future work should extend the framework to {t}.|
Measurements at {a} temperatures agree with the model to within {c} units.|
Annotators agreed in {b} percent of all cases of {s}.
""".replace("\n", "").split("|")

GERMAN = [
    "Untersuchungen zur {x} in alpinen Seen und ihrer Bedeutung für {y}",
    "Über die Wirkung von {x} auf {y}: eine Längsschnittstudie",
    "Modellierung der {x} mit Blick auf {y} in ländlichen Räumen",
]
GERMAN_WORDS = """\
Wärmespeicherung|Trinkwassergüte|Lesekompetenz|Schlafqualität|Bodenverdichtung|
Stromerzeugung|Netzhauterkrankungen|Schülerleistungen|Gletscherschmelze|
Käferpopulationen|Straßenlärm|Tröpfcheninfektion|Übergewicht|Böschungsstabilität|
Körpergröße|Mückenplage
""".replace("\n", "").split("|")
FRENCH = [
    "Étude de la {x} et de ses liens avec la {y} chez l'adulte",
    "Évaluation de la {x} dans les régions côtières : apport de la {y}",
    "Analyse numérique de la {x} appliquée à la {y}",
]
FRENCH_WORDS = """\
pollution sonore|mémoire épisodique|qualité de l'eau|résistance bactérienne|
mobilité résidentielle|croissance végétale|fatigue musculaire|pêche artisanale|
turbulence atmosphérique|santé périnatale|déforestation|pédagogie inversée|
sismicité induite|dépression saisonnière
""".replace("\n", "").split("|")
SPANISH = [
    "Análisis de la {x} y su relación con la {y} en zonas áridas",
    "Diseño y evaluación de la {x} para la {y} en niños pequeños",
]
SPANISH_WORDS = """\
educación rural|contaminación lumínica|producción agrícola|sequía prolongada|
migración estacional|nutrición infantil|erosión costera|señalización vial|
energía térmica|vacunación temprana|inclusión lingüística|radiación ultravioleta
""".replace("\n", "").split("|")
CHINESE = ["基于{x}的{y}研究", "{x}对{y}影响的实证分析", "面向{y}的{x}方法综述"]
CHINESE_WORDS = """\
图神经网络|城市交通流量预测|土壤重金属污染|遥感影像分割|电池健康状态估计|农村居民消费|肺结节检测|多模态情感识别|碳排放权交易|古籍文字识别|水库调度优化|量子密钥分发|
知识图谱补全|短视频推荐算法|高校教师评价|青少年近视防控
""".replace("\n", "").split("|")
RUSSIAN = [
    "Исследование {x} методами {y} в условиях Крайнего Севера",
    "О влиянии {x} на развитие {y}",
]
RUSSIAN_WORDS = """\
теплопроводности|спектроскопии|вечной мерзлоты|машинного обучения|цифровой экономики|
школьного образования|численного моделирования|речевого дыхания|акустических волн|
городской среды
""".replace("\n", "").split("|")

GIVEN = """\
Anna|Björn|Carlos|Chiara|Daniel|Elif|Émile|Fatima|George|Hana|Ingrid|Ivan|Javier|Jürgen|
Kofi|Laura|Łukasz|Maria|Mehmet|Miguel|Nadia|Noah|Olga|Pierre|Priya|Quang|Rajesh|René|
Sara|Søren|Takashi|Thomas|Ursula|Vera|Wei|Xiaoming|Yan|Yusuf|Zoë|Zdeněk|John|Mary|
William|Jun|Min|Jing|Hao|Lei|Ling|Sven|Katarzyna|Ahmed|Amara|Diego|Eva|Florian|Grace|
Henrik|Isabel|Jakub|Karen|Lin
""".replace("\n", "").split("|")
FAMILY = """\
Müller|García|Nguyen|Smith|Wang|Li|Zhang|Chen|Liu|Kowalski|Svensson|Dubois|Rossi|Silva|
Kim|Park|Tanaka|Suzuki|Ivanov|Petrov|Novák|Horváth|Jensen|Hansen|O'Brien|MacDonald|
van den Berg|de Souza|Yılmaz|Özdemir|Haddad|Okafor|Mensah|Singh|Sharma|Gupta|Rao|Cohen|
Levi|Schröder|Weiß|Fischer|Becker|Łuczak|Nowak|Popescu|Papadopoulos|Johnson|Brown|
Taylor|Wilson|Evans|Lefèvre|Moreau|Girard|Fernández|López|Martínez|Castro|Ferreira|
Almeida|Bianchi|Esposito|Ricci|Virtanen|Korhonen|Nielsen|Lindqvist|Håkansson|Berger|
Huber|Gruber|Keller|Baumann|Zhao|Huang|Zhou|Wu|Xu|Sun|Ma|Zhu|Lin|Guo|He|Ito|Watanabe|
Yamamoto|Nakamura|Choi|Jung|Kang|Tran|Pham|Kaya|Demir|Farouk|Mbeki|Abebe|Osei|
Fitzgerald|Whitfield|Hargreaves|Pemberton|Ashworth|Thistlewood|Szymański|Wójcik|Dvořák
""".replace("\n", "").split("|")
