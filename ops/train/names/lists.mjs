// Lists of our own beside faker's: what its locales lack (romanised East Asian, Arabic and Indian names, particles, businesses, occupations, streets).
const split = text => text.split(/[\s,]+/).filter(Boolean);
const lines = text => text.split(';').map(word => word.trim()).filter(Boolean);

export const pinyin = {
  last: split(`Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song Zheng Xie Han Tang Feng Yu Dong Xiao
    Cheng Cao Yuan Deng Xu Fu Shen Zeng Peng Lu Su Jiang Cai Jia Ding Wei Xue Ye Yan Pan Du Dai Xia Zhong Tian Ren Fan Fang Shi Yao Tan Liao Zou Xiong
    Jin Hao Kong Bai Cui Kang Mao Qiu Qin Gu Hou Shao Meng Long Wan Duan Lei Qian Tao Yin`),
  syllables: split(`ai an bai bao bei bin bing bo cai chang chao chen cheng chun cong da dan dong en fang fei fen feng fu gang gui guo hai han hao he heng
    hong hua huan hui ji jia jian jie jin jing juan jun kai kang ke kun lan lei li lian liang lin ling long lu mei meng miao min ming mo mu na nan ning
    pei peng ping qi qian qiang qin qing qiu quan ran rong rui ru shan shao sheng shi shu shuai si song tao ting tong wei wen xi xia xian xiang xiao xin
    xing xiu xu xuan xue ya yan yang yi yin ying yong yu yuan yue yun ze zhe zhen zheng zhi zhong zhu zi`),
};

export const romanised = [
  { first: split(`Haruto Yui Sota Hina Ren Sakura Yuki Kenji Akira Hiroshi Takeshi Naoko Yumi Keiko Kazuo Daiki Emi Aiko Shinji Tomoko Mariko Satoshi`),
    last: split(`Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Matsumoto Inoue Kimura Shimizu Hayashi`) },
  { first: split(`Min-jun Seo-yeon Ji-ho Ha-eun Jun-seo Soo-jin Hyun-woo Ji-woo Eun-ji Dong-hyun Sung-min Mi-sook Young-ho Kyung-hee`),
    last: split(`Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn`) },
  { first: split(`Mohammed Ahmed Ali Omar Youssef Hassan Khalid Ibrahim Mustafa Tariq Fatima Aisha Maryam Zainab Layla Noor Huda Samira Amina Yasmin Karim`),
    last: split(`Al-Sayed Haddad Khoury Nasser Mansour Saleh Hamdan Farouk Abdullah Rahman Aziz Bakri Darwish El-Amin Hussein Ibn-Rashid Qureshi Malik`) },
  { first: split(`Aarav Vivaan Aditya Priya Ananya Rohan Kavya Arjun Lakshmi Sanjay Rajesh Sunita Deepak Meera Vikram Pooja Anil Suresh Nisha Ravi Neha`),
    last: split(`Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Mehta Joshi Desai Rao Verma Chatterjee Banerjee Kapoor Malhotra Pillai Bhatt Mukherjee`) },
  { first: split(`Adebayo Chinedu Ngozi Amara Kwame Kofi Ama Abena Themba Nomsa Sipho Zanele Wanjiru Kamau Otieno Achieng Tendai Chipo Babajide Folake`),
    last: split(`Okafor Adeyemi Mensah Owusu Nkosi Dlamini Mwangi Njoroge Moyo Ndlovu Diallo Traore Keita Abebe Tesfaye Bekele Okonkwo Eze Boateng Asante`) },
  { first: split(`Nguyen Minh Thi Anh Duc Huong Linh Thanh Tuan Phuong Somchai Siti Budi Dewi Rizal Maria Jose Angelo Kristine`),
    last: split(`Tran Nguyen Pham Hoang Phan Vo Dang Bui Do Santos Reyes Cruz Bautista Ocampo Wijaya Santoso Hidayat Chaiyasit Srisai`) },
  { first: split(`Jorge Luis Carmen Rosario Mercedes Ignacio Joaquim Thiago Larissa Beatriz Nikolaos Eleni Dimitrios Ioannis Andrei Ileana Piotr Agnieszka
    Zsolt Katalin Bogdan Milica Jasna Ivana Petr Zdenka Sigrun Bjarni Aino Veikko Liam Saoirse Niamh Rhys Angharad Hamish Ailsa Maëlle Loïc Giacomo
    Chiara Jürgen Heike Uwe Joost Femke Anneke Sven Ingrid Astrid Leif Olga Sergei Natalia Dmitri Svetlana Mikhail Alina Kateryna Oleksandr`),
    last: split(`Papadopoulos Georgiou Nikolaidis Popescu Ionescu Kowalczyk Wiśniewska Szabó Horváth Nagy Jovanović Petrović Novák Svobodová Dvořáková
    Jónsdóttir Gunnarsson Virtanen Korhonen Mäkinen Lindqvist Johansson Nyström Sørensen Kjær Haugen Bakken Ivanov Petrova Smirnov Kuznetsova Volkov
    Shevchenko Kovalenko Bondarenko Müller Schröder Vogel Krämer Dubois Lefèvre Beaulieu Garnier Rossi Bianchi Moretti Ferraro Fernández Gutiérrez
    Ibáñez Carvalho Gonçalves Ribeiro MacLeod Fitzgerald Gallagher Pritchard Llewellyn Jongsma Hoekstra Yılmaz Demirtaş Çelik Grigoryan Beridze Kaplan
    Cohen Levy Mizrahi Friedman Goldberg`) },
];

export const particles = lines(`van; van der; van den; de; de la; del; di; da; dos; von; von der; zu; le; la; al; bin; ter; ten; af; el; du; Mac; O'; D'; St.`);

export const cities = lines(`New York; Los Angeles; San Francisco; St. Louis; Las Vegas; New Orleans; Salt Lake City; Boston; Chicago; Houston; Seattle; Toronto;
  Montréal; Vancouver; London; Manchester; Stoke-on-Trent; Newcastle upon Tyne; Kingston upon Hull; Bury St Edmunds; Edinburgh; Cardiff; Belfast; Dublin;
  Cork; Paris; Lyon; Marseille; Aix-en-Provence; Saint-Étienne; La Rochelle; Le Havre; Brussels; Bruges; Antwerp; Amsterdam; 's-Hertogenbosch; Den Haag;
  Rotterdam; Utrecht; Berlin; Hamburg; Munich; Frankfurt am Main; Rothenburg ob der Tauber; Bad Homburg; Cologne; Leipzig; Vienna; Graz; Sankt Pölten;
  Zurich; Geneva; Bern; Rome; Milan; Reggio nell'Emilia; San Gimignano; Naples; Venice; Turin; Madrid; Barcelona; Sevilla; San Sebastián;
  Santiago de Compostela; Las Palmas de Gran Canaria; Lisbon; Porto; Vila Nova de Gaia; Copenhagen; Aarhus; Oslo; Bergen; Stockholm; Gothenburg; Helsinki;
  Tampere; Reykjavik; Tallinn; Riga; Vilnius; Warsaw; Kraków; Gdańsk; Prague; Brno; České Budějovice; Bratislava; Budapest; Székesfehérvár; Bucharest;
  Cluj-Napoca; Sofia; Athens; Thessaloniki; Istanbul; Ankara; Izmir; Belgrade; Novi Sad; Zagreb; Ljubljana; Nova Gorica; Sarajevo; Moscow; Saint Petersburg;
  Kyiv; Odesa; Lviv; Tbilisi; Yerevan; Baku; Tel Aviv; Jerusalem; Haifa; Beirut; Damascus; Baghdad; Tehran; Riyadh; Jeddah; Dubai; Abu Dhabi; Doha; Cairo;
  Alexandria; Casablanca; Marrakesh; Tunis; Algiers; Lagos; Accra; Nairobi; Addis Ababa; Kampala; Kigali; Dar es Salaam; Johannesburg; Cape Town; Durban;
  Delhi; Mumbai; Bangalore; Chennai; Kolkata; Karachi; Lahore; Dhaka; Colombo; Kathmandu; Bangkok; Chiang Mai; Hanoi; Ho Chi Minh City; Phnom Penh;
  Kuala Lumpur; Singapore; Jakarta; Yogyakarta; Manila; Quezon City; Beijing; Shanghai; Guangzhou; Shenzhen; Chengdu; Hangzhou; Wuhan; Xi'an; Nanjing;
  Suzhou; Tianjin; Chongqing; Qingdao; Harbin; Kunming; Hong Kong; Macau; Taipei; Kaohsiung; Seoul; Busan; Tokyo; Kyoto; Osaka; Yokohama; Sapporo; Sydney;
  Melbourne; Brisbane; Perth; Adelaide; Wagga Wagga; Auckland; Wellington; Palmerston North; Mexico City; Guadalajara; Monterrey; San José; Panama City;
  Havana; Santo Domingo; Bogotá; Medellín; Quito; Lima; La Paz; Santiago; Valparaíso; Buenos Aires; Mar del Plata; Montevideo; São Paulo; Rio de Janeiro;
  Belo Horizonte; Porto Alegre; Salvador; Recife; Kingston; Port-au-Prince; Bridgetown; Honolulu; Anchorage`);

export const townParts = {
  start: split(`Ash Bram Cold Dun East Fair Glen High Kings Long Mill North Oak Pen Quar Red South Thorn Upper Wat West Wool Al Bel Cor Dra Es Fon Gal Hel
    Ist Jar Kal Lim Mor Nor Or Pal Quin Rav Sal Tor Ul Val Wes Xan Yar Zal Kis Nagy Brez Lub Mos Tar Vod Zab Gjer Lille Ny Skog Stor Åmot Øst`),
  end: split(`ford ton ham bury wick ley field worth bridge mouth borough by thorpe dale combe stead ville court mont val sur ac ères igny bach berg burg
    dorf feld furt hausen heim hofen kirchen stadt tal wald brücke iny ov ovice ice any ec sk nica vac grad ovo ište szeg vár hely falva megye endorp
    broek drecht dam veen wijk sund vik nes land heim stad köping lösa järvi niemi koski ano ello ina etto igo ada illa ona eda eira inho ães ar`),
  before: lines(`Saint-; San ; Santa ; São ; Santo ; Sankt ; Bad ; La ; Le ; Los ; El ; Villa ; Torre de ; Castel ; Monte ; New ; Port ; Fort ; Mount ; Great ;
    Little ; Lower ; Upper ; North ; Vila ; Novo ; Nová ; Stary ; Alt-; Neu-; Kirk; Pont-; Puerto ; Ciudad ; Rio `),
  after: lines(` Bay; Springs; Beach; Heights; Falls; Valley; Park; City; Junction; on Sea; upon Avon; am See; an der Saale; sur Mer; sur-Loire; de Cima; del Monte;
    nad Labem; Wielkopolski; do Sul; Central; West; East; North; Hills; Point; Creek; Grove`),
};

export const nationalities = split(`American British English Scottish Welsh Irish French German Dutch Belgian Swiss Austrian Italian Spanish Portuguese Greek
  Turkish Polish Czech Slovak Hungarian Romanian Bulgarian Serbian Croatian Slovenian Bosnian Albanian Macedonian Ukrainian Russian Belarusian Lithuanian
  Latvian Estonian Finnish Swedish Norwegian Danish Icelandic Israeli Lebanese Syrian Jordanian Iraqi Iranian Saudi Egyptian Libyan Tunisian Algerian
  Moroccan Nigerian Ghanaian Kenyan Ugandan Ethiopian Somali Sudanese Congolese Angolan Zambian Zimbabwean Namibian Senegalese Malian Indian Pakistani
  Bangladeshi Nepalese Afghan Kazakh Uzbek Mongolian Chinese Taiwanese Japanese Korean Vietnamese Thai Cambodian Burmese Malaysian Indonesian Filipino
  Australian Samoan Fijian Canadian Mexican Guatemalan Honduran Cuban Jamaican Haitian Dominican Colombian Venezuelan Peruvian Bolivian Chilean
  Argentinian Brazilian Uruguayan Paraguayan Ecuadorian Catholic Protestant Muslim Jewish Buddhist Hindu Christian Sikh Arab Kurdish Basque Catalan`);

export const businesses = lines(`Google; Microsoft; Apple; Amazon; Facebook; Netflix; IBM; Intel; Oracle; Cisco; Dell; HP; Siemens; Bosch; BMW; Volkswagen; Toyota;
  Honda; Ford; General Motors; General Electric; Boeing; Airbus; Lufthansa; Air France; Delta Air Lines; Ryanair; Shell; BP; ExxonMobil; Total; Nestlé; Unilever;
  Procter & Gamble; Coca-Cola; PepsiCo; McDonald's; Starbucks; Walmart; Target; Tesco; Carrefour; Aldi; IKEA; H&M; Zara; Nike; Adidas; Puma; Deutsche Bank;
  Goldman Sachs; JPMorgan Chase; Bank of America; HSBC; Barclays; UBS; Credit Suisse; ING; Santander; Vodafone; AT&T; Verizon; T-Mobile; Telefónica;
  China Mobile; Samsung; LG; Sony; Panasonic; Nintendo; Huawei; Xiaomi; Lenovo; Alibaba; Tencent; Baidu; WeChat; TikTok; Twitter; LinkedIn; Uber; Airbnb;
  Spotify; Pfizer; Novartis; Roche; Bayer; Johnson & Johnson; Mayo Clinic; Red Cross; UNICEF; Greenpeace; Amnesty International; NASA; FBI; CIA; NATO; UN;
  United Nations; World Bank; European Union; European Commission; House of Commons; Supreme Court; Harvard University; Stanford University; MIT;
  University of Oxford; University of Tokyo; BBC; CNN; The New York Times; The Guardian; Reuters; Der Spiegel; Real Madrid; Manchester United; FC Barcelona;
  New York Yankees; Chicago Bulls; Universal Music; Columbia Records; Warner Bros.; Walt Disney Company; Paramount Pictures; Penguin Books`);

export const apps = lines(`WeChat; Alipay; Taobao; Bilibili; Meituan; Zhihu; WhatsApp; Instagram; Facebook; Twitter; Telegram; Signal; YouTube; Spotify; PayPal; Venmo;
  Uber; Lyft; Airbnb; Netflix; Amazon; eBay; Etsy; Strava; Duolingo; Zoom; Slack; Notion; Dropbox; Google Maps; Apple Music; Booking.com; TripAdvisor;
  LinkedIn; Snapchat; Pinterest; Reddit; Discord; Twitch; Tinder; Bumble; Revolut; N26; Klarna; Shazam; Garmin Connect; MyFitnessPal; Trello; Evernote; Canva`);

export const businessParts = {
  area: split(`Consulting Systems Solutions Technologies Software Logistics Foods Motors Energy Partners Capital Holdings Industries Services Media Studios Labs
    Pharmaceuticals Biotech Health Insurance Bank Financial Analytics Networks Communications Electronics Design Security Airlines Shipping Records
    Publishing Press Entertainment Pictures Realty Properties Construction Engineering Instruments Materials Plastics Steel Textiles Furniture Toys
    Brewing Winery Bakery Coffee Catering Travel Tours Hotels Resorts Fitness Clinic Hospital Dental Pharmacy Institute Foundation Association Federation
    Society Museum Theatre Orchestra Academy College Research Data Robotics Aerospace Telecom Interactive Digital Ventures Wholesale Supply Outfitters
    Garden Landscaping Maintenance Cleaners Transport Freight Rentals Auto Tire Mining Oil Gas Power Solar Wind Water Environmental Recycling`),
  legal: lines(`Inc; Inc.; Ltd; Ltd.; LLC; L.L.C.; Corp; Corp.; Corporation; Company; Co.; Group; GmbH; AG; KG; SE; S.A.; SA; SARL; S.p.A.; S.r.l.; B.V.; N.V.; AB;
    A/S; ASA; Oy; Sp. z o.o.; s.r.o.; Kft.; d.o.o.; Pty Ltd; PLC; LLP; & Co; & Sons; & Partners; & Associates; & Company; Bros.; International; Worldwide; Enterprises`),
  start: split(`Accu Aero Agri Alpha Ameri Aqua Astro Audio Bio Blue Bright Clear Cloud Core Cyber Data Deep Digi Dyna Eco Edu Electro Enviro Euro Ever Fin Fire Flex
    Geo Global Green Health Helio Hydro Info Inno Inter Lumi Macro Maxi Medi Meta Micro Mobi Mono Nano Neo Net Nova Omni Open Opti Para Petro Phyto Pix Poly
    Prime Pro Pure Quanta Rapid Red Robo Secure Smart Soft Sol Sono Spec Star Sun Swift Syn Tech Tele Terra Trans Tri True Ultra Uni Vari Ver Vita Web Xeno Zen`),
  end: split(`base bit board box byte cast care chem com core corp craft cube desk dyne edge fab flow force forge gen gram graph grid hub ify ics ion ix lab lane
    lend light line link list lock logic mark mart matic media metrics mind net nomics node ology orb path pay pharma phonic plan plex point port pulse
    scan scape scope sense shift sight soft source space spark spot stack star stream sys tech tek terra tica tix tron vault verse view vision ware wave wire works zone`),
};

export const occupations = lines(`accountant; actor; actuary; air traffic controller; ambulance driver; anaesthetist; animal trainer; archaeologist; architect; art director;
  baker; bank teller; barber; bartender; biologist; boiler operator; bookkeeper; bricklayer; bus driver; butcher; cabinetmaker; carpenter; cashier; chef;
  chemical engineer; chief executive; child care worker; chiropractor; civil engineer; claims adjuster; cleaner; clerk; coach; compliance officer;
  computer programmer; construction manager; cook; copywriter; court reporter; crane operator; customer service representative; dancer; data analyst;
  database administrator; dental hygienist; dentist; dietitian; dispatcher; economist; editor; electrician; elevator installer; farm worker; farmer;
  fashion designer; film editor; financial analyst; firefighter; fisherman; fitness trainer; flight attendant; florist; forest ranger; forklift operator;
  funeral director; geologist; glazier; graphic designer; hairdresser; head nurse; home health aide; hotel manager; illustrator; insurance broker;
  interior designer; interpreter; investment banker; janitor; jeweller; journalist; judge; laboratory technician; landscape gardener; lathe operator;
  laundry worker; lawyer; librarian; lifeguard; locksmith; logistics coordinator; machinist; maid; mail carrier; maintenance mechanic; makeup artist;
  marine biologist; market research analyst; massage therapist; mathematician; mechanical engineer; medical assistant; metal worker; midwife; millwright;
  model; music director; network administrator; notary; nuclear technician; nurse; nutritionist; occupational therapist; office manager; optician;
  packaging machine operator; painter; paralegal; paramedic; park ranger; pediatrician; personal trainer; pharmacist; photographer; physicist; pilot;
  plasterer; plumber; police officer; political scientist; postmaster; power plant operator; principal; print worker; private detective; process engineer;
  proofreader; psychologist; purchasing agent; quality inspector; radio announcer; real estate agent; receptionist; recruiter; registered nurse; roofer;
  sales manager; sailor; school counselor; secretary; security guard; set designer; sheet metal worker; shoemaker; social worker; sociologist;
  software developer; sound engineer; speech therapist; stage manager; statistician; stock clerk; surgeon; surveyor; tailor; tax inspector; taxi driver;
  teacher; textile machine operator; tour guide; translator; travel agent; truck driver; tutor; typist; upholsterer; urban planner; usher; veterinarian;
  waiter; waste collector; watchmaker; web developer; welder; wholesale buyer; window cleaner; woodworker; writer; zoologist`);

export const jobAreas = split(`Medical Assembly Chemical Electrical Mechanical Marine Aircraft Dental Surgical Textile Printing Railroad Rail Mining Forest Agricultural
  Environmental Industrial Nuclear Petroleum Radiation Respiratory Postal Payroll Procurement Training Benefits Insurance Credit Loan Budget Tax Title
  Court Parking Telephone Network Systems Computer Library Museum Broadcast Sound Camera Lighting Food Meat Fish Bakery Dairy Animal Plant Soil Water`);
export const jobRoles = split(`technician operator engineer specialist assistant clerk manager inspector supervisor coordinator analyst mechanic repairer installer
  scientist technologist tender setter packer examiner aide administrator officer representative attendant worker agent planner therapist counselor
  teacher collector drafter designer director developer trainer buyer fitter grader`);

export const streetForms = [
  ['', lines(`Street; St.; St; Road; Rd.; Rd; Avenue; Ave.; Ave; Lane; Ln; Drive; Dr; Court; Ct; Place; Square; Boulevard; Blvd; Blvd.; Way; Terrace; Close; Crescent;
    Gardens; Grove; Hill; Row; Walk; Mews; Parkway; Circle; Trail; Highway; Ridge; Loop; Alley; Quay; Esplanade; Parade`)],
  ['joined', lines(`straße; strasse; str.; weg; gasse; allee; platz; ring; damm; straat; laan; plein; kade; dreef; gracht; singel; gatan; vägen; vej; gade; veien; gata;
    gate; stien; tie; katu; kuja; polku; stræde`)],
  ['before', lines(`Rue; Rue de; Rue de la; Rue des; Rue du; Avenue; Avenue de; Boulevard; Place; Chemin; Chemin des; Impasse; Quai; Cours; Via; Via del; Via della; Viale;
    Piazza; Corso; Vicolo; Calle; Calle de; C/; Avenida; Av.; Plaza; Paseo; Carrera; Ctra.; Camino; Rua; Rua da; Rua do; Avenida da; Travessa; Largo; Praça; Vila; ul.;
    ulica; al.; os.; Ulica; Ul.; Cesta; Strada; Bulevardul; Piața; Bd.; Aleea; Jalan; Jl.; Lorong; Plac; Náměstí; Am; Im; An der; Auf dem; Zur; Kirchgasse; Unter den`)],
  ['after', lines(`utca; út; u.; tér; köz; körút; sokak; caddesi; mahallesi; bulvarı; cesta; ulica; trg; gatve; iela; tänav; mnt; nám.; třída; ulice`)],
];
export const streetNames = split(`Main Church High Park Oak Mill Station School Victoria Green Manor Kings Queens York North South West East Bridge Maple Cedar Elm Pine Washington
  Lincoln Jackson Lake Hill River Spring Market Castle Garden Forest Linden Rosen Birken Bahnhof Haupt Schul Garten Wiesen Dorf Berg Kirch Mühlen Goethe Schiller
  Mozart Beethoven Bismarck Wilhelm Kastanien Eichen Buchen Ahorn République Liberté Gambetta Pasteur Moulin Écoles Fontaine Paix Roma Garibaldi Mazzini Cavour Dante
  Verdi Libertà Matteotti Mayor Constitución Cervantes Goya Colón Sol Prado Liberdade Flores Pedro República Kossuth Petőfi Rákóczi Széchenyi Dózsa Ady Jókai Eötvös
  Prešeren Slovenska Tito Masaryk Husova Nádražní Polní Zahradní Mickiewicza Kościuszki Słowackiego Polna Leśna Dorps Molen Kerk Wilgen Juliana Beatrix Storgata Kongens
  Skole Kirke Bjerg Drottning Kungs Vasa Björk Mannerheim Kauppa Koivu Hämeen Atatürk Cumhuriyet Walpole Bligh Carlisle Boulder Sundown Meadow`);
export const units = ['Apt. #', 'Apt #', 'Apartment #', 'Suite #', 'Ste. #', 'Unit #', 'Flat #', 'Room #', '# #', 'Floor #', 'Fl. #', 'Building #', 'Apt. #B', 'Unit #-#',
  '#th floor', 'Top #', 'Stiege #', 'Block #', 'Lot #', 'App. #', 'Tower #'];
export const places = lines(`City Art Museum; Riverside Park; Central Library; Grand Theatre; Botanical Garden; People's Hospital; Railway Station; International Airport;
  Shopping Mall; Community Center; Primary School; Exhibition Hall; National Stadium; Old Bridge; Night Market; Ferry Terminal; Science Park; Business School; Tea House;
  Concert Hall; Yoga Studio; Sports Center; Lake Resort; Mountain Scenic Area; Cathedral; Harbour; Conference Centre; Technology Park; Kindergarten; Temple; Village; Lake;
  Mountain; Beach; Square; University; Hotel; Bookstore; Coffee; Restaurant; Gym; District; Wetland Park; Ancient Town; Street; Community; Metro Station`);
export const months = split('January February March April May June July August September October November December');
export const days = split('Monday Tuesday Wednesday Thursday Friday Saturday Sunday');
