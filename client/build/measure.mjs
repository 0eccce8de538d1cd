/**
 * What script/measure asks of the TypeScript in a folder's `client`: for each room the counts that
 * script/measure.py describes, as JSON. The folder has a tsconfig.json that includes its sources.
 */
import { resolve } from "node:path";
import { SyntaxKind as Kind } from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";

const FUNCTIONS = new Set([
  Kind.FunctionDeclaration,
  Kind.MethodDeclaration,
  Kind.Constructor,
  Kind.GetAccessor,
  Kind.SetAccessor,
]);
const EXPRESSIONS = new Set([Kind.ArrowFunction, Kind.FunctionExpression]);
const NAMES = new Set([Kind.VariableDeclaration, Kind.PropertyDeclaration, Kind.PropertyAssignment]); // what names an expression
const WITHOUT_RESULT = new Set([Kind.Constructor, Kind.SetAccessor]);
const DECLARED = new Set([
  Kind.FunctionDeclaration,
  Kind.ClassDeclaration,
  Kind.InterfaceDeclaration,
  Kind.TypeAliasDeclaration,
  Kind.EnumDeclaration,
  Kind.VariableStatement,
]);
const LITERALS = new Set([
  Kind.StringLiteral,
  Kind.NoSubstitutionTemplateLiteral,
  Kind.TemplateHead,
  Kind.TemplateMiddle,
  Kind.TemplateTail,
  Kind.RegularExpressionLiteral,
]);

const root = resolve(process.argv[2]);
const rooms = {};
const api = new API({ cwd: root });
try {
  const config = resolve(root, "tsconfig.json");
  const program = api.updateSnapshot({ openProjects: [config] }).getProject(config).program;
  for (const name of [...program.getSourceFileNames()].sort()) {
    const room = /^client\/\w+(?=\/)/.exec(
      name.startsWith(`${root}/`) ? name.slice(root.length + 1) : "",
    )?.[0];
    if (room && /(?<!\.d)\.tsx?$/.test(name))
      read(program.getSourceFile(name), of(room), /\.test\.tsx?$/.test(name));
  }
} finally {
  api.close();
}
for (const [name, room] of Object.entries(rooms)) if (!room.files.length) delete rooms[name];
console.log(JSON.stringify(rooms));

function of(name) {
  return (rooms[name] ??= {
    functions: [],
    files: [],
    documented: [0, 0],
    annotated: [0, 0],
    comments: 0,
    tests: 0,
  });
}

function read(file, room, test) {
  const lines = linesOf(file.text);
  if (test) {
    room.tests += lines;
    return;
  }
  room.files.push(lines);
  const literals = [];
  walk(file, undefined, (node, parent) => {
    if (LITERALS.has(node.kind)) literals.push([node.getStart(file), node.end]);
    if (FUNCTIONS.has(node.kind) || (EXPRESSIONS.has(node.kind) && NAMES.has(parent.kind)))
      take(node, file, room);
  });
  room.comments += comments(file.text, literals);
  for (const each of file.statements)
    if (isExported(each)) count(room.documented, Boolean(each.jsDoc?.length));
}

function linesOf(text) {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

function walk(node, parent, see) {
  see(node, parent);
  node.forEachChild(child => walk(child, node, see));
}

function take(node, file, room) {
  if (!node.body) return; // a signature that another one overloads
  room.functions.push(linesOf(file.text.slice(node.getStart(file), node.end)));
  for (const each of node.parameters) count(room.annotated, Boolean(each.type));
  if (!WITHOUT_RESULT.has(node.kind)) count(room.annotated, Boolean(node.type));
}

function isExported(node) {
  return DECLARED.has(node.kind) && Boolean(node.modifiers?.some(each => each.kind === Kind.ExportKeyword));
}

function count(counts, is) {
  counts[0] += Number(is);
  counts[1] += 1;
}

/** Comments that are no JSDoc, and stand in no string. */
function comments(text, literals) {
  const pattern = /\/\/.*|\/\*[^]*?\*\//g;
  let found = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const within = literals.find(([from, to]) => from <= match.index && match.index < to);
    if (within) pattern.lastIndex = within[1];
    else if (!match[0].startsWith("/**")) found += 1;
  }
  return found;
}
