-- What Neovim's own language client makes of `tidings lsp`: tests/checkers/lsp runs it, with TIDINGS and SITE in the environment.
-- Prints a line for each thing that is seen, and ends with 1 where one is not.

local tidings, site = os.getenv("TIDINGS"), os.getenv("SITE")
local failed = 0

local function expect(what, seen, wanted)
  local is_right = vim.deep_equal(seen, wanted)
  print((is_right and "ok: " or "FAILED: ") .. what .. "\n")
  if not is_right then
    failed = failed + 1
    print("  seen:   " .. vim.inspect(seen) .. "\n  wanted: " .. vim.inspect(wanted) .. "\n")
  end
end

local function use()
  local client = vim.lsp.start_client({
    name = "tidings",
    cmd = { tidings, "--today", "2026-11-22", "lsp" },
    root_dir = site,
    workspace_folders = { { uri = vim.uri_from_fname(site), name = "site" } },
  })

  local function open(path)
    vim.cmd("edit " .. vim.fn.fnameescape(site .. "/" .. path))
    local buffer = vim.api.nvim_get_current_buf()
    vim.lsp.buf_attach_client(buffer, client)
    vim.wait(10000, function() return vim.lsp.buf_is_attached(buffer, client) and vim.lsp.get_client_by_id(client).initialized end, 10)
    return buffer
  end

  local function lines(buffer) return vim.api.nvim_buf_get_lines(buffer, 0, -1, false) end

  -- The diagnostics of a buffer once there are as many as wanted, each as `line:column code`.
  local function problems(buffer, count)
    vim.wait(10000, function() return #vim.diagnostic.get(buffer) == count end, 10)
    return vim.tbl_map(function(found) return (found.lnum + 1) .. ":" .. (found.col + 1) .. " " .. tostring(found.code) end, vim.diagnostic.get(buffer))
  end

  local function ask(buffer, method, params)
    local answers = vim.lsp.buf_request_sync(buffer, method, params, 10000) or {}
    local answer = answers[client] or {}
    return answer.result, answer.error
  end

  -- The parameters of a request about the first place of a text in the current window.
  local function at(buffer, text, offset)
    for row, line in ipairs(lines(buffer)) do
      local column = line:find(text, 1, true)
      if column then
        vim.api.nvim_win_set_cursor(0, { row, column - 1 + (offset or 0) })
        return vim.lsp.util.make_position_params(0, "utf-16")
      end
    end
    error(text .. " is not in the buffer")
  end

  local entry = open("content/acme/1.1.0/scan.md")
  expect("a good file has no problems", problems(entry, 0), {})
  vim.api.nvim_buf_set_lines(entry, 1, 2, false, { "kind: feture" })
  expect("a mistake shows while it is typed", problems(entry, 1), { "2:7 unknown-kind" })

  local params = vim.tbl_extend("force", at(entry, "feture"), { context = { diagnostics = {} } })
  params.range = { start = params.position, ["end"] = params.position }
  local actions = ask(entry, "textDocument/codeAction", params)
  expect("a quick fix is offered", actions[1].title, "Change `feture` to `feature`")
  vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
  expect("the quick fix mends it", lines(entry)[2], "kind: feature")
  expect("the problem goes", problems(entry, 0), {})

  local completion = ask(entry, "textDocument/completion", at(entry, "feature", 3))
  local offered = vim.tbl_filter(function(item) return item.label == "known-issue" end, completion.items or completion)
  expect("a kind is offered", #offered, 1)
  local hover = ask(entry, "textDocument/hover", at(entry, "feature", 3))
  expect("a kind is told of", vim.lsp.util.convert_input_to_markdown_lines(hover.contents)[1], "**New features**, needs a minor release at least")

  local other = open("content/acme/1.1.0/other.md")
  local place = ask(other, "textDocument/definition", at(other, "entry:scan", 7))
  expect("a link leads to its entry", { vim.uri_to_fname(place.uri):sub(#site + 2), place.range.start.line }, { "content/acme/1.1.0/scan.md", 2 })
  local references = ask(other, "textDocument/references", vim.tbl_extend("force", at(other, "entry:scan", 7), { context = { includeDeclaration = false } }))
  expect("who names it is found", #references, 2)

  local edit = ask(other, "textDocument/rename", vim.tbl_extend("force", at(other, "entry:scan", 7), { newName = "scan-offline" }))
  vim.cmd("silent wall")
  vim.lsp.util.apply_workspace_edit(edit, "utf-16")
  vim.cmd("silent wall")
  expect("a new name changes a link", lines(other)[5], "As [before](entry:scan-offline).")
  expect("the file of the entry moves", vim.fn.filereadable(site .. "/content/acme/1.1.0/scan-offline.md"), 1)
  expect("the old one is gone", vim.fn.filereadable(site .. "/content/acme/1.1.0/scan.md"), 0)
  expect("nothing is wrong after it", problems(other, 0), {})

  local symbols = ask(other, "textDocument/documentSymbol", { textDocument = vim.lsp.util.make_text_document_params(other) })
  expect("a file is outlined", symbols[1].name, "Scans are counted")

  vim.lsp.stop_client(client)
end

local ended, trouble = pcall(use)
expect("the editor goes through to the end", ended or trouble, true)
print("lsp: " .. failed .. " failed\n")
vim.cmd(failed == 0 and "qall!" or "cquit 1")
